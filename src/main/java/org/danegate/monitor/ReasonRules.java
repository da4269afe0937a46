package org.danegate.monitor;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Assigns an error to the catalogue of reasons. An error with a reply code is judged by its codes, since its text is
/// the peer's. An error without one (`000`) is in our own words, which {@code dialing} and {@code delivery} write.
final class ReasonRules {

    /// A piece of our own wording, and what it means. The first that is found decides.
    private record Words(Reason reason, List<String> any) {

        static Words of(Reason reason, String... any) {
            return new Words(reason, List.of(any));
        }

        boolean in(String text) {
            return any.stream().anyMatch(text::contains);
        }
    }

    private static final List<Words> OURS = List.of(
            Words.of(Reason.NOT_AUTHENTICATED, "Outgoing SMTP Authentication profile"),
            Words.of(Reason.NO_STARTTLS, "does not offer STARTTLS", "STARTTLS was answered"),
            Words.of(Reason.ROUTE_WITHOUT_DANE, "an SMTP route replaces the MX hosts"),
            Words.of(Reason.MX_BOGUS, "MX record is BOGUS", "BOGUS MX record found"),
            Words.of(
                    Reason.DNS_FAILED,
                    "MX lookup failed",
                    "DNS Soft Error",
                    "TLSA lookup of",
                    "A lookup of",
                    "no TLSA lookup was made",
                    "(FAILED)"),
            Words.of(Reason.CERTIFICATE_MISMATCH, "certificate verification failed", "does not match TLSA"),
            Words.of(Reason.CERTIFICATE_UNTRUSTED, "no chain to a trusted", "certificate names "),
            Words.of(Reason.TLS_FAILED, "TLS was not established", "TLS handshake", "STARTTLS and the handshake"),
            Words.of(Reason.NO_TLSA, "no TLSA record", "TLSA RRset of"),
            Words.of(Reason.NOT_SIGNED, "is INSECURE"),
            Words.of(Reason.LOOP, "leads back here", "is this gateway", "loops back", "lead back to this gateway"),
            Words.of(Reason.NO_OWN_ADDRESS, "cannot connect from", "IP interface "),
            Words.of(Reason.NO_SUCH_HOST, "no address found", "NXDomain", "has neither an MX record nor an address"),
            Words.of(Reason.CONNECTION_REFUSED, "Connection refused"),
            Words.of(
                    Reason.NO_ANSWER,
                    ": timeout",
                    "timed out",
                    "No route to host",
                    "unreachable",
                    "get no further just now"),
            Words.of(
                    Reason.CONNECTION_BROKE,
                    "connection broke",
                    "closed the connection",
                    "the server closed",
                    "Connection reset",
                    "Broken pipe"),
            Words.of(Reason.BAD_REPLY, "is no answer", "that nobody asked for"));

    private ReasonRules() {}

    /// The reason of an error.
    static Reason of(LastError error) {
        if (error.enhanced().equals("4.7.8") && error.text().startsWith("profile ")) {
            return Reason.NOT_AUTHENTICATED;
        }
        return error.code().equals("000") ? ours(error) : theirs(error);
    }

    private static Reason theirs(LastError error) {
        String detail = error.enhanced().length() > 1 ? error.enhanced().substring(1) : "";
        if (error.code().equals("421") || error.enhanced().equals("4.3.2")) {
            return Reason.BUSY;
        }
        return switch (detail) {
            case ".2.2" -> Reason.MAILBOX_FULL;
            case ".1.1" -> Reason.NO_SUCH_MAILBOX;
            case ".1.10" -> Reason.ACCEPTS_NO_MAIL;
            default -> error.code().startsWith("4") ? temporary(error.text()) : Reason.REJECTED;
        };
    }

    private static Reason temporary(String text) {
        String said =
                text.toLowerCase(Locale.ROOT).replace('a', 'e').replace("-", "").replace(" ", "");
        return said.contains("greylist") ? Reason.GREYLISTED : Reason.TRY_LATER;
    }

    private static Reason ours(LastError error) {
        String text = error.text();
        Reason bogus = bogus(text);
        if (bogus != Reason.OTHER) {
            return bogus;
        }
        return OURS.stream()
                .filter(words -> words.in(text))
                .map(Words::reason)
                .findFirst()
                .orElseGet(() -> byCode(error));
    }

    private static Reason bogus(String text) {
        if (text.contains("TLSA record ") && text.contains(" is BOGUS")) {
            return Reason.TLSA_BOGUS;
        }
        boolean address = text.contains("(BOGUS)") || text.startsWith("A record of ") && text.contains(" is BOGUS");
        return address ? Reason.ADDRESS_BOGUS : Reason.OTHER;
    }

    private static Reason byCode(LastError error) {
        return switch (error.enhanced()) {
            case "5.1.2", "5.4.4" -> Reason.NO_SUCH_HOST;
            case "4.4.4" -> Reason.NO_ROUTE;
            case "5.4.6" -> Reason.LOOP;
            case "4.4.3" -> Reason.DNS_FAILED;
            case "4.7.5" -> error.dane() ? Reason.CERTIFICATE_MISMATCH : Reason.TLS_FAILED;
            case "4.3.0" -> Reason.OWN_FAULT;
            case "4.5.0" -> Reason.BAD_REPLY;
            case "5.3.4", "5.6.3", "5.6.7" -> Reason.LACKS_EXTENSION;
            case "5.4.7" -> Reason.EXPIRED;
            case "5.0.0" -> Reason.BY_HAND;
            default -> isTimeout(error.text()) ? Reason.NO_ANSWER : Reason.OTHER;
        };
    }

    private static boolean isTimeout(String text) {
        return Stream.of("timeout", "Read timed out").anyMatch(text::equals);
    }
}
