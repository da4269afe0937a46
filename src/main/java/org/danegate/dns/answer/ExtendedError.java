package org.danegate.dns.answer;

import java.util.Map;
import java.util.Set;
import org.danegate.address.OutsideText;
import org.jspecify.annotations.Nullable;

/// An extended DNS error (RFC 8914). It comes unsigned, from the nearest server: it explains a result and never changes
/// one.
///
/// @param code 0 to 65535
/// @param text what the server added, safe to show, at most {@link #MOST_TEXT} characters and a note of what was cut;
///     may be empty
/// @param server that said so, as in {@link Provenance#resolver()}; null for our own validation
/// @param about the question that it was said about, such as `ok.practice DNSKEY`
public record ExtendedError(int code, String text, @Nullable String server, String about) {

    /// The most characters of a server's own text.
    public static final int MOST_TEXT = 200;

    /// Names of IANA's registry, "Extended DNS Error Codes".
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(0, "Other"),
            Map.entry(1, "Unsupported DNSKEY Algorithm"),
            Map.entry(2, "Unsupported DS Digest Type"),
            Map.entry(3, "Stale Answer"),
            Map.entry(4, "Forged Answer"),
            Map.entry(5, "DNSSEC Indeterminate"),
            Map.entry(6, "DNSSEC Bogus"),
            Map.entry(7, "Signature Expired"),
            Map.entry(8, "Signature Not Yet Valid"),
            Map.entry(9, "DNSKEY Missing"),
            Map.entry(10, "RRSIGs Missing"),
            Map.entry(11, "No Zone Key Bit Set"),
            Map.entry(12, "NSEC Missing"),
            Map.entry(13, "Cached Error"),
            Map.entry(14, "Not Ready"),
            Map.entry(15, "Blocked"),
            Map.entry(16, "Censored"),
            Map.entry(17, "Filtered"),
            Map.entry(18, "Prohibited"),
            Map.entry(19, "Stale NXDOMAIN Answer"),
            Map.entry(20, "Not Authoritative"),
            Map.entry(21, "Not Supported"),
            Map.entry(22, "No Reachable Authority"),
            Map.entry(23, "Network Error"),
            Map.entry(24, "Invalid Data"),
            Map.entry(25, "Signature Expired before Valid"),
            Map.entry(26, "Too Early"),
            Map.entry(27, "Unsupported NSEC3 Iterations Value"),
            Map.entry(28, "Unable to conform to policy"),
            Map.entry(29, "Synthesized"),
            Map.entry(30, "Invalid Query Type"));

    private static final Set<Integer> POLICY = Set.of(4, 15, 16, 17, 18);
    private static final Set<Integer> RESOLVER = Set.of(3, 13, 14, 19, 20, 21, 26, 28);
    private static final Set<Integer> SERVERS = Set.of(22, 23, 24);
    private static final Set<Integer> ZONE = Set.of(1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 25, 27);

    public ExtendedError {
        // The text may end in a zero octet (RFC 8914 section 2).
        text = OutsideText.brief(text.replaceFirst("\\x00+$", ""), MOST_TEXT);
    }

    /// What our own validation found.
    ///
    /// @param about the question, such as `ok.practice MX`
    public static ExtendedError own(int code, String about) {
        return new ExtendedError(code, "", null, about);
    }

    /// The name of the code in IANA's registry; empty for a code that is not known here.
    public String name() {
        return NAMES.getOrDefault(code, "");
    }

    /// As a reason in reports: `ede-7`.
    public String reasonCode() {
        return "ede-" + code;
    }

    /// True when the server says that its own policy, and not the domain, decided the answer.
    public boolean isPolicy() {
        return POLICY.contains(code);
    }

    /// Code, name and text: `EDE 22 (No Reachable Authority): text`.
    public String words() {
        return "EDE " + code + (name().isEmpty() ? "" : " (" + name() + ")") + (text.isEmpty() ? "" : ": " + text);
    }

    /// Whose problem it is if the server is right; empty where the code says nothing about that.
    public String whose() {
        if (isPolicy()) {
            return "the resolver's policy, not the domain, decided this answer";
        }
        if (RESOLVER.contains(code)) {
            return "a matter of the resolver";
        }
        if (SERVERS.contains(code)) {
            return "a matter of the domain's name servers";
        }
        return ZONE.contains(code) ? "a matter of the domain's signatures or keys" : "";
    }

    /// The whole sentence, such as `EDE 9 (DNSKEY Missing), from 192.0.2.53 about ok.practice MX; a matter of …`.
    public String sentence() {
        String from = server == null ? ", by our own validation of " : ", from " + server + " about ";
        String whose = whose();
        return words() + from + about + (whose.isEmpty() ? "" : "; " + whose);
    }
}
