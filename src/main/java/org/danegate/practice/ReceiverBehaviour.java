package org.danegate.practice;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a practice receiver behaves. Values do not change; each method returns a changed copy, and
/// [PracticeReceiver#behave] puts it into effect for the next connection.
///
/// @param startTls what happens around STARTTLS
/// @param greeting the first line sent, `220 …` when well; without code and text when the receiver stays silent for
/// ever
/// @param delay before each reply
/// @param replies by command word (`EHLO`, `MAIL`, `RCPT`, `DATA`, `.` for the end of data): the line sent
/// instead of the usual one, with its code; a 2xx or 3xx is not meant to be here
/// @param recipients by address in lower case: the reply to its RCPT
/// @param closeAt the command word at which the connection breaks in the middle of the reply line, or null
/// @param extensions lines of the EHLO reply after the name, STARTTLS apart
/// @param quirks what few servers do
public record ReceiverBehaviour(
        StartTls startTls,
        @Nullable String greeting,
        Duration delay,
        Map<String, String> replies,
        Map<String, String> recipients,
        @Nullable String closeAt,
        List<String> extensions,
        Quirks quirks) {

    private static final List<String> USUAL_EXTENSIONS =
            List.of("PIPELINING", "SIZE 52428800", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES", "CHUNKING");

    /// What happens around STARTTLS.
    public enum StartTls {
        /// Offered, and it works.
        OFFERED,
        /// Not in the EHLO reply; answered with 502 when tried all the same.
        NOT_OFFERED,
        /// Offered, but answered with 454.
        REFUSED,
        /// Offered; after the 220 more plaintext follows in the same packet (RFC 3207 section 6).
        INJECTED,
        /// Offered; the ClientHello is answered by octets that are no TLS.
        BROKEN,
        /// Offered; the server knows TLS 1.0 only and ends the handshake with the alert for it (RFC 8446
        /// 6.2).
        OUTDATED
    }

    /// What few servers do.
    ///
    /// @param protocol the one version of TLS that is spoken, `TLSv1.2` or `TLSv1.3`; empty for both
    /// @param group the one key exchange group that is known, such as `secp384r1`; empty for the platform's
    /// @param twiceAt the command word that is answered twice; empty for none
    /// @param drip how the greeting comes, null for in one piece
    public record Quirks(
            String protocol,
            String group,
            String twiceAt,
            @Nullable Drip drip) {

        /// A server without any.
        public static final Quirks NONE = new Quirks("", "", "", null);
    }

    /// A line that comes octet by octet, and the connection's end after it.
    ///
    /// @param pause before each octet
    /// @param octets how many come
    public record Drip(Duration pause, int octets) {}

    public ReceiverBehaviour {
        replies = Map.copyOf(replies);
        recipients = Map.copyOf(recipients);
        extensions = List.copyOf(extensions);
    }

    /// A receiver with nothing wrong.
    public static ReceiverBehaviour good() {
        return new ReceiverBehaviour(
                StartTls.OFFERED,
                "220 practice ESMTP",
                Duration.ZERO,
                Map.of(),
                Map.of(),
                null,
                USUAL_EXTENSIONS,
                Quirks.NONE);
    }

    /// With another way around STARTTLS.
    public ReceiverBehaviour startTls(StartTls newStartTls) {
        return new ReceiverBehaviour(newStartTls, greeting, delay, replies, recipients, closeAt, extensions, quirks);
    }

    /// With another first line, such as `421 4.3.2 busy`.
    public ReceiverBehaviour greeting(String line) {
        return new ReceiverBehaviour(startTls, line, delay, replies, recipients, closeAt, extensions, quirks);
    }

    /// Accepts the connection and never says a word.
    public ReceiverBehaviour silent() {
        return new ReceiverBehaviour(startTls, null, delay, replies, recipients, closeAt, extensions, quirks);
    }

    /// With a delay before each reply.
    public ReceiverBehaviour delay(Duration perReply) {
        return new ReceiverBehaviour(startTls, greeting, perReply, replies, recipients, closeAt, extensions, quirks);
    }

    /// Answers a command word with this line.
    public ReceiverBehaviour reply(String verb, String line) {
        Map<String, String> more = new HashMap<>(replies);
        more.put(verb.toUpperCase(Locale.ROOT), line);
        return new ReceiverBehaviour(startTls, greeting, delay, more, recipients, closeAt, extensions, quirks);
    }

    /// Answers RCPT of one address with this line.
    public ReceiverBehaviour recipient(String address, String line) {
        Map<String, String> more = new HashMap<>(recipients);
        more.put(address.toLowerCase(Locale.ROOT), line);
        return new ReceiverBehaviour(startTls, greeting, delay, replies, more, closeAt, extensions, quirks);
    }

    /// Breaks the connection in the middle of the reply to this command word.
    public ReceiverBehaviour closeAt(String verb) {
        return new ReceiverBehaviour(
                startTls, greeting, delay, replies, recipients, verb.toUpperCase(Locale.ROOT), extensions, quirks);
    }

    /// With these lines in the EHLO reply and no others, STARTTLS apart.
    public ReceiverBehaviour extensions(String... lines) {
        return new ReceiverBehaviour(startTls, greeting, delay, replies, recipients, closeAt, List.of(lines), quirks);
    }

    /// Speaks one version of TLS, or knows one key exchange group alone; empty for no such limit.
    public ReceiverBehaviour tls(String protocol, String group) {
        return quirks(new Quirks(protocol, group, quirks.twiceAt(), quirks.drip()));
    }

    /// Answers this command word twice, in one piece.
    public ReceiverBehaviour twiceAt(String verb) {
        return quirks(new Quirks(quirks.protocol(), quirks.group(), verb.toUpperCase(Locale.ROOT), quirks.drip()));
    }

    /// Greets octet by octet, never to an end, and hangs up after so many.
    public ReceiverBehaviour drip(Duration pause, int octets) {
        return quirks(new Quirks(quirks.protocol(), quirks.group(), quirks.twiceAt(), new Drip(pause, octets)));
    }

    private ReceiverBehaviour quirks(Quirks newQuirks) {
        return new ReceiverBehaviour(startTls, greeting, delay, replies, recipients, closeAt, extensions, newQuirks);
    }
}
