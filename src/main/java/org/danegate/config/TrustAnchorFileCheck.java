package org.danegate.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.danegate.policy.Violation;
import org.jspecify.annotations.Nullable;

/// Whether a trust anchor file can be used on this machine: an empty or foreign one would hold all mail under DANE.
final class TrustAnchorFileCheck {

    private static final String FIELD = "dns.trustAnchorFile";
    private static final String ANCHOR = "(?i)^\\.\\s(.*\\s)?(DS|DNSKEY)\\s.*";

    private TrustAnchorFileCheck() {}

    /// @param file null for the built-in anchors
    static List<Violation> faults(@Nullable Path file) {
        if (file == null) {
            return List.of();
        }
        try {
            boolean anchors = Files.readString(file).lines().map(String::strip).anyMatch(l -> l.matches(ANCHOR));
            return anchors
                    ? List.of()
                    : List.of(Violation.error(FIELD, file + " holds no DS or DNSKEY record of the root."));
        } catch (IOException e) {
            return List.of(Violation.error(FIELD, file + " cannot be read: it is missing, or not for this user."));
        }
    }
}
