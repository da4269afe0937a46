package org.danegate.listener;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.policy.MailFlowPolicy.Behavior;
import org.danegate.policy.Policy;
import org.danegate.queue.NewMessage;
import org.jspecify.annotations.Nullable;

/// The server's side of one SMTP conversation (RFC 5321), from the greeting to the end, on the calling thread. Each
/// command takes the conversation from one {@link Session} to the next.
final class Conversation {

    private final Surroundings surroundings;
    private final ListenerSettings settings;
    private final @Nullable SSLContext tlsContext;
    private final Drain drain;
    private final CommandSyntax syntax;
    private final long icid;
    private final InetAddress client;
    private final AccessTable.Word access;
    private final MessageIntake intake;
    private final RecipientRules recipients;
    private final Deadline deadline;
    private final Patience patience = new Patience();
    private Socket socket;
    private OctetReader in;
    private ReplyWriter out;
    private Session session = new Session.Fresh();
    private boolean encrypted;
    private long mailDue;
    private int messages;

    /// The client of the conversation.
    ///
    /// @param deadline ends operations that take too long
    record Client(Socket socket, Deadline deadline) {}

    Conversation(
            Surroundings surroundings,
            Policy policy,
            ListenerSettings settings,
            Function<ListenerSettings, @Nullable SSLContext> tls,
            Drain drain,
            Client client)
            throws IOException {
        this.surroundings = surroundings;
        this.drain = drain;
        this.syntax = new CommandSyntax(surroundings.hostname(), settings.addressParsing());
        this.icid = surroundings.ids().nextIcid();
        this.socket = client.socket();
        this.deadline = client.deadline();
        this.client = client.socket().getInetAddress();
        this.access = AccessTable.of(policy, settings, this.client);
        this.settings = access.policy().over(settings);
        this.tlsContext = tls.apply(this.settings);
        this.intake =
                new MessageIntake(surroundings, this.settings, icid, this.client, access.behavior() == Behavior.RELAY);
        this.recipients = new RecipientRules(surroundings, policy, access, this.client, this.settings.maxRecipients());
        this.out = writer();
        this.in = reader();
    }

    /// Holds the conversation; returns when it is over. The caller closes the socket it gave.
    void hold() {
        publish(new DeliveryEvent.InjectionStarted(
                surroundings.clock().instant(), icid, settings.name(), socket.getLocalAddress(), client, null));
        publish(new DeliveryEvent.SenderGroupMatched(
                surroundings.clock().instant(), icid, access.behavior().name(), access.group(), access.match()));
        try {
            enter();
            end();
        } catch (OctetReader.StoppedException stopping) {
            farewell(Reply.STOPPING);
        } catch (OctetReader.LateException late) {
            farewell(Reply.of(421, "4.4.2", surroundings.hostname() + " Error: " + late.getMessage()));
        } catch (IOException gone) {
            lost(gone);
        } finally {
            publish(new DeliveryEvent.InjectionClosed(surroundings.clock().instant(), icid));
        }
    }

    private void enter() throws IOException {
        if (surroundings.senders().enter(access.policy(), client)) {
            try {
                switch (access.behavior()) {
                    case REJECT -> reject();
                    case TCPREFUSE -> refuse("is refused");
                    case RELAY, ACCEPT -> converse();
                }
            } finally {
                surroundings.senders().leave(access.policy(), client);
            }
        } else {
            refuse("has too many connections from this address");
            if (access.behavior() != Behavior.TCPREFUSE) {
                out.say(Reply.TOO_MANY_CONNECTIONS);
            }
        }
    }

    /// Reports a client that is refused at the TCP level; such a client gets no reply.
    private void refuse(String why) {
        publish(new DeliveryEvent.InjectionRejected(
                surroundings.clock().instant(), icid, "sender group " + access.group() + " " + why));
    }

    private void converse() throws IOException {
        out.say(Reply.of(220, "", surroundings.hostname() + " ESMTP"));
        mailIsDue(surroundings.bounds().withoutMail());
        while (!(session instanceof Session.Closed)) {
            step(in.line());
        }
    }

    /// Rejects the client: after a 554 greeting every command but QUIT is answered with 503 (RFC 5321 3.1).
    private void reject() throws IOException {
        publish(new DeliveryEvent.InjectionRejected(
                surroundings.clock().instant(), icid, "sender group " + access.group() + " is rejected"));
        out.say(Reply.rejected(surroundings.hostname()));
        // Only QUIT is still expected.
        mailIsDue(surroundings.bounds().silence());
        for (int i = 0; i < Patience.HARD_LIMIT; i++) {
            if (in.line() instanceof OctetReader.Line.Text line && syntax.parse(line.text()) instanceof Command.Quit) {
                out.say(Reply.GOODBYE);
                return;
            }
            out.say(Reply.of(503, "5.5.1", "Access rejected; only QUIT is taken"));
        }
    }

    private void step(OctetReader.Line line) throws IOException {
        switch (line) {
            case OctetReader.Line.Faulty faulty -> answer(faulty.reply());
            case OctetReader.Line.Text text -> obey(syntax.parse(text.text()));
        }
    }

    private void obey(Command command) throws IOException {
        switch (command) {
            case Command.Hello hello -> greet(hello);
            case Command.Mail mail -> begin(mail);
            case Command.Recipient recipient -> add(recipient);
            case Command.Data ignored -> data();
            case Command.StartTls ignored -> startTls();
            case Command.Reset ignored -> {
                leaveTransaction("RSET");
                say(Reply.OK, patience.junk());
            }
            case Command.Answered answered -> say(answered.reply(), patience.junk());
            case Command.Faulty faulty -> refuse(faulty);
            case Command.Quit ignored -> close(Reply.GOODBYE);
            case Command.Foreign ignored -> {
                publish(new DeliveryEvent.InjectionRejected(
                        surroundings.clock().instant(), icid, "the client speaks another protocol than SMTP"));
                close(Reply.of(421, "4.7.0", "This is an SMTP service"));
            }
        }
    }

    private void greet(Command.Hello hello) throws IOException {
        leaveTransaction("EHLO");
        boolean again = session instanceof Session.Greeted;
        session = new Session.Greeted(hello.name(), hello.extended());
        List<String> lines = new ArrayList<>(List.of(surroundings.hostname()));
        if (hello.extended()) {
            lines.addAll(List.of(
                    "PIPELINING",
                    "8BITMIME",
                    "SMTPUTF8",
                    "SIZE " + settings.maxMessageSize(),
                    "DSN",
                    "ENHANCEDSTATUSCODES"));
            if (tlsContext != null && !encrypted) {
                lines.add("STARTTLS");
            }
        }
        say(new Reply(250, "", lines), again ? patience.junk() : Patience.Verdict.AT_ONCE);
    }

    private void begin(Command.Mail mail) throws IOException {
        if (drain.begun()) {
            close(Reply.STOPPING);
        } else if (settings.tls() == ListenerTls.REQUIRED && !encrypted) {
            answer(Reply.NEED_TLS);
        } else if (session instanceof Session.Mailing) {
            answer(Reply.of(503, "5.5.1", "Sender already given"));
        } else if (spent()) {
            close(Reply.TOO_MANY_MESSAGES);
        } else if (!(session instanceof Session.Greeted hello)) {
            answer(Reply.FIRST_HELLO);
        } else if (mail.size() > settings.maxMessageSize()) {
            answer(Reply.TOO_BIG);
        } else {
            long mid = surroundings.queue().nextMid();
            session = new Session.Mailing(hello, mid, mail);
            publish(new DeliveryEvent.MessageStarted(surroundings.clock().instant(), mid, icid, mail.sender()));
            answer(Reply.of(250, "2.1.0", "sender <" + mail.sender() + "> ok"));
        }
    }

    private boolean spent() {
        Integer most = access.policy().maxMessagesPerConnection();
        return most != null && messages >= most;
    }

    private void add(Command.Recipient recipient) throws IOException {
        if (!(session instanceof Session.Mailing transaction)) {
            answer(Reply.of(503, "5.5.1", "Need MAIL before RCPT"));
            return;
        }
        String text = recipient.address().text();
        ReturnAddress to = ReturnAddress.of(recipient.address(), surroundings.tags());
        Reply refusal = putOff(transaction) ? Reply.TOO_MANY_REFUSED : recipients.refusal(recipient, to, transaction);
        if (refusal != null) {
            publish(new DeliveryEvent.RecipientRejected(
                    surroundings.clock().instant(), icid, text, refusal.lines().getFirst()));
            say(refusal, patience.refused(!transaction.recipients().isEmpty()));
            return;
        }
        int rid = transaction.recipients().size();
        transaction
                .recipients()
                .add(new NewMessage.Recipient(to.address(), recipient.dsnNotify(), recipient.original()));
        publish(new DeliveryEvent.RecipientAdded(
                surroundings.clock().instant(), transaction.mid(), icid, rid, to.address()));
        answer(Reply.of(250, "2.1.5", "recipient <" + text + "> ok"));
    }

    /// Refuses a faulty line. One that was meant to name a recipient counts as a refused recipient of its message.
    private void refuse(Command.Faulty faulty) throws IOException {
        if (faulty.recipient() && session instanceof Session.Mailing transaction) {
            say(
                    putOff(transaction) ? Reply.TOO_MANY_REFUSED : faulty.reply(),
                    patience.refused(!transaction.recipients().isEmpty()));
        } else {
            answer(faulty.reply());
        }
    }

    private boolean putOff(Session.Mailing transaction) {
        return patience.spent() && !transaction.recipients().isEmpty();
    }

    private void data() throws IOException {
        if (!(session instanceof Session.Mailing transaction)) {
            answer(Reply.of(503, "5.5.1", "Need MAIL before DATA"));
        } else if (transaction.recipients().isEmpty()) {
            answer(Reply.of(554, "5.5.1", "No valid recipients"));
        } else {
            answer(Reply.of(354, "", "go ahead"));
            in.beginText();
            Reply reply = intake.take(transaction, in, encrypted);
            session = transaction.hello();
            if (reply.code() == 250) {
                messages++;
                patience.mail();
                mailIsDue(surroundings.bounds().withoutMail());
            } else {
                mailIsDue(Duration.ofNanos(mailDue - in.textBegun()));
            }
            answer(reply);
        }
    }

    private void startTls() throws IOException {
        if (tlsContext == null || encrypted) {
            answer(Reply.of(503, "5.5.1", encrypted ? "TLS is already up" : "STARTTLS is not offered"));
            return;
        }
        if (in.hasMore()) {
            // Plain text that arrived after STARTTLS could have been injected on the way.
            publish(new DeliveryEvent.InjectionRejected(
                    surroundings.clock().instant(), icid, "commands were sent after STARTTLS without waiting"));
            close(Reply.of(421, "4.7.0", "Commands after STARTTLS before its reply; closing the connection"));
            return;
        }
        leaveTransaction("STARTTLS");
        out.say(Reply.of(220, "2.0.0", "Go ahead with TLS"));
        out.flush();
        deadline.in(surroundings.bounds().handshake());
        SSLSocket secure = ServerTls.over(socket, tlsContext, client);
        deadline.none();
        SSLSession agreed = secure.getSession();
        socket = secure;
        encrypted = true;
        session = new Session.Fresh();
        out = writer();
        in = reader();
        in.mailDue(mailDue);
        publish(new DeliveryEvent.InjectionTls(
                surroundings.clock().instant(),
                icid,
                agreed.getProtocol(),
                OpenSslCipher.name(agreed.getCipherSuite())));
    }

    private OctetReader reader() throws IOException {
        return new OctetReader(
                socket,
                deadline,
                surroundings.bounds().silence(),
                () -> out.flush(),
                () -> drain.over() || drain.begun() && !(session instanceof Session.Mailing));
    }

    private ReplyWriter writer() throws IOException {
        return new ReplyWriter(
                socket.getOutputStream(), deadline, surroundings.bounds().silence());
    }

    private void mailIsDue(Duration within) {
        mailDue = Deadline.now() + within.toNanos();
        in.mailDue(mailDue);
    }

    private void answer(Reply reply) throws IOException {
        say(reply, reply.fault() ? patience.error() : Patience.Verdict.AT_ONCE);
    }

    private void say(Reply reply, Patience.Verdict verdict) throws IOException {
        switch (verdict) {
            case AT_ONCE -> out.say(reply);
            case LATE -> {
                // Send the earlier replies now: a client that pipelines then waits for one reply, not
                // for all.
                out.flush();
                drain.awaitOver(surroundings.bounds().errorPause());
                out.say(reply);
            }
            case THE_LAST -> {
                out.say(reply);
                publish(new DeliveryEvent.InjectionRejected(surroundings.clock().instant(), icid, "too many errors"));
                close(Reply.of(421, "4.7.0", surroundings.hostname() + " Error: too many errors"));
            }
        }
    }

    private void close(Reply last) throws IOException {
        out.say(last);
        leaveTransaction("the conversation ended");
        session = new Session.Closed();
    }

    private void farewell(Reply last) {
        abort(last.lines().getFirst());
        try {
            out.say(last);
            end();
        } catch (IOException gone) {
            lost(gone);
        }
    }

    /// Sends the remaining replies and closes. The deadline breaks this off when it takes too long.
    private void end() throws IOException {
        out.flush();
        deadline.in(surroundings.bounds().handshake());
        socket.close();
    }

    private void lost(IOException gone) {
        if (deadline.broken()) {
            publish(new DeliveryEvent.InjectionRejected(
                    surroundings.clock().instant(), icid, "the client was too slow, its connection was closed"));
        }
        abort("the connection was lost: " + gone.getMessage());
    }

    private void abort(String reason) {
        leaveTransaction(reason);
        session = new Session.Closed();
    }

    private void leaveTransaction(String reason) {
        if (session instanceof Session.Mailing transaction) {
            publish(new DeliveryEvent.MessageAborted(surroundings.clock().instant(), transaction.mid(), icid, reason));
            session = transaction.hello();
        }
    }

    private void publish(DeliveryEvent event) {
        surroundings.events().publish(event);
    }
}
