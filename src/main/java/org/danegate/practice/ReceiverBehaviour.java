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
/// @param greeting the first line sent, `220 …` normally; a line without code and text when the receiver stays silent
///     for ever
/// @param delay before each reply
/// @param replies by command word (`EHLO`, `MAIL`, `RCPT`, `DATA`, `.` for the end of data): the line sent instead of
///     the usual one, with its code; do not use a 2xx or 3xx here
/// @param recipients by address in lower case: the reply to its RCPT
/// @param closeAt the command word at which the connection breaks in the middle of the reply line, or null
/// @param extensions lines of the EHLO reply after the name, except STARTTLS
/// @param quirks rare behaviour
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
        /// Not in the EHLO reply; answered with 502 when tried anyway.
        NOT_OFFERED,
        /// Offered, but answered with 454.
        REFUSED,
        /// Offered; after the 220, more plaintext follows in the same packet (RFC 3207 section 6).
        INJECTED,
        /// Offered; the receiver answers the ClientHello with octets that are not TLS.
        BROKEN,
        /// Offered; the server knows TLS 1.0 only and ends the handshake with the alert for it (RFC 8446
        /// 6.2).
        OUTDATED
    }

    /// Rare behaviour of servers.
    ///
    /// @param protocol the only TLS version supported, `TLSv1.2` or `TLSv1.3`; empty for both
    /// @param group the only key exchange group supported, such as `secp384r1`; empty for the platform's
    /// @param twiceAt the command word that is answered twice; empty for none
    /// @param drip how the greeting is sent, null for in one piece
    /// @param hello the longest first message of a handshake that is borne; null for any
    public record Quirks(
            String protocol,
            String group,
            String twiceAt,
            @Nullable Drip drip,
            @Nullable HelloLimit hello) {

        /// A server without any rare behaviour.
        public static final Quirks NONE = new Quirks("", "", "", null, null);
    }

    /// A server that does not bear a long ClientHello (openssl/openssl#27557).
    ///
    /// @param octets of the longest record that it bears
    /// @param resets true when it breaks off, false when it hangs
    public record HelloLimit(int octets, boolean resets) {}

    /// A line sent octet by octet, after which the connection ends.
    ///
    /// @param pause before each octet
    /// @param octets how many are sent
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

    /// With another behaviour around STARTTLS.
    public ReceiverBehaviour startTls(StartTls newStartTls) {
        return new ReceiverBehaviour(newStartTls, greeting, delay, replies, recipients, closeAt, extensions, quirks);
    }

    /// With another first line, such as `421 4.3.2 busy`.
    public ReceiverBehaviour greeting(String line) {
        return new ReceiverBehaviour(startTls, line, delay, replies, recipients, closeAt, extensions, quirks);
    }

    /// Accepts the connection and never sends anything.
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

    /// With exactly these lines in the EHLO reply, STARTTLS apart.
    public ReceiverBehaviour extensions(String... lines) {
        return new ReceiverBehaviour(startTls, greeting, delay, replies, recipients, closeAt, List.of(lines), quirks);
    }

    /// Supports only one TLS version or key exchange group; empty for no such limit.
    public ReceiverBehaviour tls(String protocol, String group) {
        return quirks(new Quirks(protocol, group, quirks.twiceAt(), quirks.drip(), quirks.hello()));
    }

    /// Answers this command word twice, in one piece.
    public ReceiverBehaviour twiceAt(String verb) {
        return quirks(new Quirks(
                quirks.protocol(), quirks.group(), verb.toUpperCase(Locale.ROOT), quirks.drip(), quirks.hello()));
    }

    /// Greets octet by octet, never completes the line, and closes after this many octets.
    public ReceiverBehaviour drip(Duration pause, int octets) {
        return quirks(new Quirks(
                quirks.protocol(), quirks.group(), quirks.twiceAt(), new Drip(pause, octets), quirks.hello()));
    }

    /// Bears no ClientHello longer than this.
    ///
    /// @param resets true to break off, false to hang
    public ReceiverBehaviour hello(int octets, boolean resets) {
        return quirks(new Quirks(
                quirks.protocol(), quirks.group(), quirks.twiceAt(), quirks.drip(), new HelloLimit(octets, resets)));
    }

    private ReceiverBehaviour quirks(Quirks newQuirks) {
        return new ReceiverBehaviour(startTls, greeting, delay, replies, recipients, closeAt, extensions, newQuirks);
    }
}
