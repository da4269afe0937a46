package org.danegate.dialing;

import java.util.ArrayList;
import java.util.List;
import org.danegate.event.Trouble;

/// Words, as on the appliance, why a host accepted no mail.
public final class Troubles {

    private static final String NO_CODE = "000";

    private Troubles() {}

    /// The connection could not be opened, or broke.
    public static Trouble network(String text) {
        return new Trouble(NO_CODE, "4.4.0", "Other network problem", List.of(text), false);
    }

    /// DANE forbids it.
    public static Trouble dane(String text) {
        return new Trouble(NO_CODE, "4.7.5", "DANE verification failed", List.of(text), true);
    }

    /// An SMTP route does not allow DANE, and DANE is asked for.
    static Trouble routeWithoutDane(String routeText) {
        return dane("an SMTP route replaces the MX hosts (" + routeText
                + "): DANE cannot be verified; use USEDNS, allow DANE at the host, or set DANE Support to None");
    }

    /// A host of an SMTP route did not accept the login, or may not get it. Nothing final about a recipient.
    static Trouble login(String text) {
        return new Trouble(NO_CODE, "4.7.8", "SMTP authentication failed", List.of(text), false);
    }

    /// The MTA-STS policy of the destination forbids it. Nothing final: the policy or the host may change
    /// (RFC 8461 section 5).
    static Trouble sts(String text) {
        return new Trouble(NO_CODE, "4.7.5", "MTA-STS verification failed", List.of(text), false);
    }

    /// TLS Support forbids it.
    static Trouble tls(String text) {
        return new Trouble(
                NO_CODE, "4.7.5", "TLS was required but could not be successfully negotiated", List.of(text), false);
    }

    /// Preferred TLS broke after the server's `220`: nothing is sent in clear then.
    static Trouble tlsBroke(String text) {
        return new Trouble(NO_CODE, "4.7.5", "TLS could not be successfully negotiated", List.of(text), false);
    }

    /// The trouble for a peer's refusal. The first digit of the reply decides (RFC 5321 4.2.1); an enhanced code of
    /// another class is shown with its class adjusted.
    ///
    /// @param code reply code; one that is not a refusal is a temporary fault of the peer
    /// @param enhanced the reply's own enhanced code, or empty
    public static Trouble reply(int code, String enhanced, List<String> lines) {
        if (code < 400 || code > 599) {
            List<String> said = new ArrayList<>(lines);
            said.set(0, code + " " + lines.getFirst() + " is no answer here");
            return new Trouble(NO_CODE, "4.5.0", "Other protocol error", said, false);
        }
        String status = enhanced.isEmpty() ? defaultStatus(code) : code / 100 + enhanced.substring(1);
        return new Trouble(String.valueOf(code), status, summary(code, status), lines, false);
    }

    /// The trouble for a refusal of the whole conversation. It says nothing final about a recipient: another host
    /// may accept the mail.
    public static Trouble conversation(int code, String enhanced, List<String> lines) {
        Trouble refusal = reply(code, enhanced, lines);
        return new Trouble(
                refusal.code(), "4" + refusal.enhanced().substring(1), refusal.summary(), refusal.lines(), false);
    }

    private static String defaultStatus(int code) {
        return switch (code) {
            case 421 -> "4.3.2";
            case 450 -> "4.2.0";
            case 452 -> "4.3.1";
            case 550 -> "5.1.0";
            case 552 -> "5.3.4";
            case 553 -> "5.1.3";
            case 554 -> "5.0.0";
            default -> code < 500 ? "4.0.0" : "5.0.0";
        };
    }

    private static String summary(int code, String status) {
        if (code == 421 || status.equals("4.3.2")) {
            return "Not accepting messages at this time";
        }
        return switch (status.split("\\.", -1)[1]) {
            case "1" -> "Unknown address error";
            case "2" -> "Mailbox error";
            case "3" -> "Mail system error";
            case "4" -> "Other network problem";
            case "5" -> "Other protocol error";
            case "6" -> "Message content error";
            case "7" -> "Security or policy error";
            default -> "Other error";
        };
    }
}
