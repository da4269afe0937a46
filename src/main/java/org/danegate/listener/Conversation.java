package org.danegate.listener;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
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

/// The server's side of one SMTP conversation (RFC 5321), from greeting to goodbye, on the calling thread. Each command
/// takes the conversation from one {@link Session} to the next.
final class Conversation {

    private static final int MOST_FAULTS = 20;

    private final Surroundings surroundings;
    private final Policy policy;
    private final ListenerSettings settings;
    private final @Nullable SSLContext tlsContext;
    private final Drain drain;
    private final CommandSyntax syntax;
    private final long icid;
    private final InetAddress client;
    private final AccessTable.Word access;
    private final MessageIntake intake;
    private Socket socket;
    private OctetReader in;
    private ReplyWriter out;
    private Session session = new Session.Fresh();
    private boolean encrypted;
    private int faults;
    private int messages;

    Conversation(
            Surroundings surroundings,
            Policy policy,
            ListenerSettings settings,
            Function<ListenerSettings, @Nullable SSLContext> tls,
            Drain drain,
            Socket socket)
            throws IOException {
        this.surroundings = surroundings;
        this.policy = policy;
        this.drain = drain;
        this.syntax = new CommandSyntax(surroundings.hostname(), settings.addressParsing());
        this.icid = surroundings.ids().nextIcid();
        this.client = socket.getInetAddress();
        this.access = AccessTable.of(policy, settings, client);
        this.settings = access.policy().over(settings);
        this.tlsContext = tls.apply(this.settings);
        this.intake = new MessageIntake(surroundings, this.settings, icid, client, access.behavior() == Behavior.RELAY);
        this.socket = socket;
        this.out = new ReplyWriter(socket.getOutputStream());
        this.in = reader();
    }

    /// Holds the conversation; returns when it is over. The caller closes the socket it gave.
    void hold() {
        publish(new DeliveryEvent.InjectionStarted(
                surroundings.clock().instant(), icid, settings.name(), socket.getLocalAddress(), client, null));
        publish(new DeliveryEvent.SenderGroupMatched(
                surroundings.clock().instant(), icid, access.behavior().name(), access.group(), access.match()));
        try {
            switch (access.behavior()) {
                case REJECT -> reject();
                case TCPREFUSE -> refuse("is refused");
                case RELAY, ACCEPT -> enter();
            }
            out.flush();
            socket.close();
        } catch (OctetReader.StoppedException stopping) {
            farewell(Reply.STOPPING);
        } catch (java.net.SocketTimeoutException silent) {
            farewell(Reply.of(421, "4.4.2", "Timeout, closing the connection"));
        } catch (IOException gone) {
            abort("the connection was lost: " + gone.getMessage());
        } finally {
            publish(new DeliveryEvent.InjectionClosed(surroundings.clock().instant(), icid));
        }
    }

    private void enter() throws IOException {
        if (surroundings.senders().enter(access.policy(), client)) {
            try {
                converse();
            } finally {
                surroundings.senders().leave(access.policy(), client);
            }
        } else {
            refuse("has too many connections from this address");
            out.say(Reply.TOO_MANY_CONNECTIONS);
        }
    }

    /// Nothing is said to a client that is refused at the TCP level.
    private void refuse(String why) {
        publish(new DeliveryEvent.InjectionRejected(
                surroundings.clock().instant(), icid, "sender group " + access.group() + " " + why));
    }

    private void converse() throws IOException {
        out.say(Reply.of(220, "", surroundings.hostname() + " ESMTP"));
        while (!(session instanceof Session.Closed)) {
            step(in.line());
        }
    }

    /// RFC 5321 3.1: after a 554 greeting every command but QUIT is answered 503.
    private void reject() throws IOException {
        publish(new DeliveryEvent.InjectionRejected(
                surroundings.clock().instant(), icid, "sender group " + access.group() + " is rejected"));
        out.say(new Reply(
                554,
                "",
                List.of(
                        surroundings.hostname(),
                        "Your access to this mail system has been rejected. If you believe that this failure is in"
                                + " error, please contact the intended recipient via alternate means.")));
        for (int i = 0; i < MOST_FAULTS; i++) {
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
                answer(Reply.OK);
            }
            case Command.Answered answered -> answer(answered.reply());
            case Command.Faulty faulty -> answer(faulty.reply());
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
        answer(new Reply(250, "", lines));
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
        Reply refusal = refusal(recipient, to, transaction);
        if (refusal != null) {
            publish(new DeliveryEvent.RecipientRejected(
                    surroundings.clock().instant(), icid, text, refusal.lines().getFirst()));
            answer(refusal);
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

    private @Nullable Reply refusal(Command.Recipient recipient, ReturnAddress to, Session.Mailing transaction) {
        if (transaction.recipients().size() >= settings.maxRecipients()) {
            return Reply.of(452, "4.5.3", "Too many recipients");
        }
        // RFC 6533 section 3: raw characters in ORCPT need it as well.
        if (!transaction.mail().utf8()
                && !CommandSyntax.isAscii(recipient.address().text() + recipient.original())) {
            return Reply.of(553, "5.6.7", "The address needs SMTPUTF8");
        }
        // RELAY senders are not judged; mail for postmaster alone is always taken (RFC 5321 4.5.1).
        Reply refused = access.behavior() == Behavior.RELAY || recipient.postmaster() ? null : judged(to, transaction);
        if (refused != null) {
            return refused;
        }
        return surroundings.senders().recipient(access.policy(), client) ? null : Reply.TOO_MANY_RECIPIENTS_THIS_HOUR;
    }

    private @Nullable Reply judged(ReturnAddress to, Session.Mailing transaction) {
        if (!AccessTable.accepts(policy.recipientAccess(), to.address())) {
            return Reply.of(550, "5.7.1", "Relaying denied");
        }
        boolean bounce = transaction.mail().sender().isEmpty();
        return bounce && !to.verified() && policy.destinationControls().tagsAnySender()
                ? Reply.of(550, "5.7.1", "Bounce verification failed")
                : null;
    }

    private void data() throws IOException {
        if (!(session instanceof Session.Mailing transaction)) {
            answer(Reply.of(503, "5.5.1", "Need MAIL before DATA"));
        } else if (transaction.recipients().isEmpty()) {
            answer(Reply.of(554, "5.5.1", "No valid recipients"));
        } else {
            answer(Reply.of(354, "", "go ahead"));
            Reply reply = intake.take(transaction, in, encrypted);
            session = transaction.hello();
            if (reply.code() == 250) {
                messages++;
                faults = 0;
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
            // What came in clear after STARTTLS could have been put there by someone in between.
            publish(new DeliveryEvent.InjectionRejected(
                    surroundings.clock().instant(), icid, "commands were sent after STARTTLS without waiting"));
            close(Reply.of(421, "4.7.0", "Commands after STARTTLS before its reply; closing the connection"));
            return;
        }
        leaveTransaction("STARTTLS");
        out.say(Reply.of(220, "2.0.0", "Go ahead with TLS"));
        out.flush();
        SSLSocket secure = (SSLSocket)
                tlsContext.getSocketFactory().createSocket(socket, client.getHostAddress(), socket.getPort(), true);
        secure.setUseClientMode(false);
        secure.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        secure.setSoTimeout((int) surroundings.timeout().toMillis());
        secure.startHandshake();
        SSLSession agreed = secure.getSession();
        socket = secure;
        encrypted = true;
        session = new Session.Fresh();
        out = new ReplyWriter(secure.getOutputStream());
        in = reader();
        publish(new DeliveryEvent.InjectionTls(
                surroundings.clock().instant(),
                icid,
                agreed.getProtocol(),
                OpenSslCipher.name(agreed.getCipherSuite())));
    }

    private OctetReader reader() throws IOException {
        return new OctetReader(
                socket,
                surroundings.clock(),
                surroundings.timeout(),
                () -> out.flush(),
                () -> drain.over() || drain.begun() && !(session instanceof Session.Mailing));
    }

    private void answer(Reply reply) throws IOException {
        out.say(reply);
        if (reply.fault() && ++faults >= MOST_FAULTS) {
            publish(new DeliveryEvent.InjectionRejected(surroundings.clock().instant(), icid, "too many errors"));
            close(Reply.of(421, "4.7.0", "Too many errors, closing the connection"));
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
            out.flush();
            socket.close();
        } catch (IOException alreadyGone) {
            abort("the connection was lost");
        }
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
