package org.danegate.listener;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.danegate.event.DeliveryEvent.Refusal;
import org.danegate.policy.ListenerSettings.Authentication;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.policy.RequireTlsLevel;
import org.danegate.queue.NewMessage;
import org.jspecify.annotations.Nullable;

/// The commands of an admitted client and their replies. Each command takes the conversation from one {@link Session}
/// to
/// the next.
final class Dialogue {

    private final Surroundings surroundings;
    private Admission admission;
    private final @Nullable SSLContext tlsContext;
    private final Drain drain;
    private final ClientConnection connection;
    private final InjectionEvents events;
    private final CommandSyntax syntax;
    private MessageIntake intake;
    private RecipientRules recipients;
    private final Patience patience = new Patience();
    private Session session = new Session.Fresh();
    private int messages;

    /// @param tlsContext for STARTTLS, null when it is not offered
    Dialogue(
            Surroundings surroundings,
            Admission admission,
            @Nullable SSLContext tlsContext,
            Drain drain,
            ClientConnection connection,
            InjectionEvents events) {
        this.surroundings = surroundings;
        this.admission = admission;
        this.tlsContext = tlsContext;
        this.drain = drain;
        this.connection = connection;
        this.events = events;
        this.syntax =
                new CommandSyntax(surroundings.hostname(), admission.settings().addressParsing());
        this.intake = new MessageIntake(surroundings, admission, events);
        this.recipients = new RecipientRules(surroundings, admission);
    }

    /// Greets the client and obeys its commands; returns when the last reply is said.
    void hold() throws IOException {
        connection.say(Reply.of(220, "", surroundings.hostname() + " ESMTP"));
        connection.mailIsDue(surroundings.bounds().withoutMail());
        while (!(session instanceof Session.Closed)) {
            step(connection.in().line());
        }
    }

    /// Whether a message is being given: MAIL was accepted, and its end was not answered yet.
    boolean inTransaction() {
        return session instanceof Session.Mailing;
    }

    boolean isQuit(OctetReader.Line line) {
        return line instanceof OctetReader.Line.Text text && syntax.parse(text.text()) instanceof Command.Quit;
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
            case Command.Auth auth -> authenticate(auth);
            case Command.Reset ignored -> {
                leaveTransaction("RSET");
                say(Reply.OK, patience.junk());
            }
            case Command.Answered answered -> say(answered.reply(), patience.junk());
            case Command.Faulty faulty -> refuse(faulty);
            case Command.Quit ignored -> close(Reply.GOODBYE);
            case Command.Foreign ignored -> {
                events.rejected(Refusal.PROTOCOL, "the client speaks another protocol than SMTP");
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
            addExtensions(lines);
        }
        say(new Reply(250, "", lines), again ? patience.junk() : Patience.Verdict.AT_ONCE);
    }

    private void addExtensions(List<String> lines) {
        lines.addAll(List.of(
                "PIPELINING",
                "8BITMIME",
                "SMTPUTF8",
                "SIZE " + admission.settings().maxMessageSize(),
                "DSN",
                "ENHANCEDSTATUSCODES"));
        if (tlsContext != null && !connection.encrypted()) {
            lines.add("STARTTLS");
        }
        if (announcesRequireTls()) {
            lines.add("REQUIRETLS");
        }
        if (mayAuthenticate()) {
            lines.add("AUTH SCRAM-SHA-256 PLAIN LOGIN");
        }
    }

    /// Whether REQUIRETLS is announced: in a TLS session, and only while sending enforces it, because announcing is
    /// a promise (RFC 8689 2).
    private boolean announcesRequireTls() {
        return connection.encrypted()
                && admission.policy().destinationControls().defaultProfile().requireTls() == RequireTlsLevel.ENFORCE;
    }

    private boolean mayAuthenticate() {
        return admission.settings().auth() != Authentication.NONE && connection.encrypted() && admission.user() == null;
    }

    private void authenticate(Command.Auth command) throws IOException {
        Reply refusal = AuthRules.refusal(admission, session, connection.encrypted());
        if (refusal != null) {
            answer(refusal);
            return;
        }
        switch (new AuthExchange(surroundings.senderCheck(), admission.client(), connection).run(command)) {
            case AuthExchange.Outcome.Passed passed -> {
                events.authenticated(passed.user(), passed.mechanism());
                admission = admission.authenticated(passed.user());
                intake = new MessageIntake(surroundings, admission, events);
                recipients = new RecipientRules(surroundings, admission);
                answer(Reply.of(235, "2.7.0", "Authentication successful"));
            }
            case AuthExchange.Outcome.Failed failed -> {
                events.notAuthenticated(failed);
                say(failed.reply(), patience.failedLogin());
            }
        }
    }

    private void begin(Command.Mail mail) throws IOException {
        Reply lacking = AuthRules.lacking(admission, connection.encrypted());
        Reply strange = AuthRules.strange(admission, mail.sender());
        if (drain.begun()) {
            close(Reply.STOPPING);
        } else if (admission.settings().tls() == ListenerTls.REQUIRED && !connection.encrypted()) {
            answer(Reply.NEED_TLS);
        } else if (lacking != null) {
            answer(lacking);
        } else if (session instanceof Session.Mailing) {
            answer(Reply.of(503, "5.5.1", "Sender already given"));
        } else if (spent()) {
            close(Reply.TOO_MANY_MESSAGES);
        } else if (!(session instanceof Session.Greeted hello)) {
            answer(Reply.FIRST_HELLO);
        } else if (mail.requireTls() && !announcesRequireTls()) {
            answer(CommandSyntax.PARAMETER_UNKNOWN);
        } else if (mail.size() > admission.settings().maxMessageSize()) {
            answer(Reply.TOO_BIG);
        } else if (strange != null) {
            answer(strange);
        } else {
            long mid = surroundings.queue().nextMid();
            session = new Session.Mailing(hello, mid, mail);
            events.messageStarted(mid, mail.sender(), hello.name());
            answer(Reply.of(250, "2.1.0", "sender <" + mail.sender() + "> ok"));
        }
    }

    private boolean spent() {
        Integer most = admission.access().policy().maxMessagesPerConnection();
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
            events.recipientRejected(text, refusal);
            say(refusal, patience.refused(!transaction.recipients().isEmpty()));
        } else {
            int rid = transaction.add(
                    new NewMessage.Recipient(to.address(), recipient.dsnNotify(), recipient.original()));
            events.recipientAdded(transaction.mid(), rid, to);
            answer(Reply.of(250, "2.1.5", "recipient <" + text + "> ok"));
        }
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
            receive(transaction);
        }
    }

    private void receive(Session.Mailing transaction) throws IOException {
        connection.in().beginText();
        Reply reply = intake.take(
                transaction, connection.in(), new Session.Security(connection.encrypted(), admission.user() != null));
        session = transaction.hello();
        if (reply.code() == 250) {
            messages++;
            patience.mail();
            connection.mailIsDue(surroundings.bounds().withoutMail());
        } else {
            connection.mailIsStillDue();
        }
        answer(reply);
    }

    private void startTls() throws IOException {
        if (tlsContext == null || connection.encrypted()) {
            answer(Reply.of(503, "5.5.1", connection.encrypted() ? "TLS is already up" : "STARTTLS is not offered"));
        } else if (connection.in().hasMore()) {
            // Plain text that arrived after STARTTLS could have been injected on the way.
            events.rejected(Refusal.PROTOCOL, "commands were sent after STARTTLS without waiting");
            close(Reply.of(421, "4.7.0", "Commands after STARTTLS before its reply; closing the connection"));
        } else {
            leaveTransaction("STARTTLS");
            connection.say(Reply.of(220, "2.0.0", "Go ahead with TLS"));
            connection.flush();
            SSLSession agreed = connection.encrypt(tlsContext, surroundings.keyExchangeGroups(), admission.client());
            session = new Session.Fresh();
            events.encrypted(agreed);
        }
    }

    private void answer(Reply reply) throws IOException {
        say(reply, reply.fault() ? patience.error() : Patience.Verdict.AT_ONCE);
    }

    private void say(Reply reply, Patience.Verdict verdict) throws IOException {
        switch (verdict) {
            case AT_ONCE -> connection.say(reply);
            case LATE -> {
                // Send the earlier replies now: a client that pipelines then waits for one reply, not
                // for all.
                connection.flush();
                drain.awaitOver(surroundings.bounds().errorPause());
                connection.say(reply);
            }
            case THE_LAST -> {
                connection.say(reply);
                events.rejected(Refusal.PROTOCOL, "too many errors");
                close(Reply.of(421, "4.7.0", surroundings.hostname() + " Error: too many errors"));
            }
        }
    }

    private void close(Reply last) throws IOException {
        connection.say(last);
        abort("the conversation ended");
    }

    /// Ends it without a further reply; a message that is being given is aborted.
    void abort(String reason) {
        leaveTransaction(reason);
        session = new Session.Closed();
    }

    private void leaveTransaction(String reason) {
        if (session instanceof Session.Mailing transaction) {
            events.messageAborted(transaction.mid(), reason);
            session = transaction.hello();
        }
    }
}
