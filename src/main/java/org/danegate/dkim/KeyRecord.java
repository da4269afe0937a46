package org.danegate.dkim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.danegate.address.DomainName;

/// The TXT record that publishes a signing key (RFC 6376 3.6.1).
///
/// @param text the whole value
public record KeyRecord(String text) {

    /// Octets of one string of a TXT record (RFC 1035 3.3.14).
    private static final int PIECE = 255;

    /// What a revoked key's record says.
    public static final String REVOKED = "v=DKIM1; p=";

    /// Marks that a record may have.
    public enum Mark {
        /// `t=s`: the domain in `i=` is that in `d=`, never a subdomain.
        STRICT,
        /// `t=y`: the domain tests DKIM, and verifiers should treat its mail as unsigned.
        TESTING,
        /// `s=tlsrpt`: signs TLS reports and nothing else (RFC 8460 3).
        REPORTS
    }

    /// The record for a key.
    ///
    /// @param published the value of `p=`
    static KeyRecord of(KeyAlgorithm algorithm, String published, Set<Mark> marks) {
        StringBuilder text = new StringBuilder("v=DKIM1; k=").append(algorithm.tag());
        if (marks.contains(Mark.REPORTS)) {
            text.append("; s=tlsrpt");
        }
        List<String> flags = new ArrayList<>();
        if (marks.contains(Mark.TESTING)) {
            flags.add("y");
        }
        if (marks.contains(Mark.STRICT)) {
            flags.add("s");
        }
        if (!flags.isEmpty()) {
            text.append("; t=").append(String.join(":", flags));
        }
        return new KeyRecord(text.append("; p=").append(published).toString());
    }

    /// The value in strings of at most 255 octets, as a record holds it.
    public List<String> pieces() {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < text.length(); i += PIECE) {
            pieces.add(text.substring(i, Math.min(text.length(), i + PIECE)));
        }
        return pieces;
    }

    /// The record as lines of a zone file.
    public String zoneLines(String owner) {
        List<String> quoted = pieces().stream().map(p -> '"' + p + '"').toList();
        return quoted.size() == 1
                ? owner + ". IN TXT " + quoted.getFirst()
                : owner + ". IN TXT (\n    " + String.join("\n    ", quoted) + " )";
    }

    /// The record as lines of a zone file.
    public String zoneLines(DomainName owner) {
        return zoneLines(owner.ascii());
    }

    /// Judges what is published under a selector as a verifier of mail does (RFC 6376 6.1.2).
    ///
    /// @param found the values of all TXT records
    static RecordVerdict judge(List<String> found, SigningKey key) {
        if (found.isEmpty()) {
            return RecordVerdict.MISSING;
        }
        if (found.size() > 1) {
            return RecordVerdict.SEVERAL;
        }
        Map<String, String> tags = tags(found.getFirst());
        String p = tags.get("p");
        if (!tags.getOrDefault("v", "DKIM1").equals("DKIM1") || p == null) {
            return RecordVerdict.MALFORMED;
        }
        if (p.isEmpty()) {
            return RecordVerdict.REVOKED;
        }
        boolean same = tags.getOrDefault("k", "rsa").equals(key.algorithm().tag()) && p.equals(key.published());
        if (!same) {
            return RecordVerdict.OTHER_KEY;
        }
        return permission(tags);
    }

    /// What the record lets the key sign (`h=`, `s=`).
    private static RecordVerdict permission(Map<String, String> tags) {
        List<String> hashes = list(tags.getOrDefault("h", "sha256"));
        List<String> services = list(tags.getOrDefault("s", "*"));
        if (!hashes.contains("sha256")) {
            return RecordVerdict.FORBIDS;
        }
        if (services.contains("*") || services.contains("email")) {
            return RecordVerdict.MATCHES;
        }
        return services.contains("tlsrpt") ? RecordVerdict.REPORTS_ONLY : RecordVerdict.FORBIDS;
    }

    private static List<String> list(String text) {
        return Arrays.asList(text.toLowerCase(Locale.ROOT).split(":", -1));
    }

    private static Map<String, String> tags(String record) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String tag : record.replaceAll("[ \t\r\n]", "").split(";", -1)) {
            int equals = tag.indexOf('=');
            if (equals > 0) {
                tags.put(tag.substring(0, equals), tag.substring(equals + 1));
            }
        }
        return tags;
    }
}
