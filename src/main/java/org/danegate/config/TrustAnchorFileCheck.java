package org.danegate.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.danegate.dns.TrustAnchorFile;
import org.danegate.policy.Violation;
import org.danegate.policy.Wording;
import org.jspecify.annotations.Nullable;

/// Whether a trust anchor file can be used on this machine, by the reader that validation itself uses: an empty or
/// foreign one would hold all mail under DANE.
final class TrustAnchorFileCheck {

    private static final String FIELD = "dns.trustAnchorFile";

    private TrustAnchorFileCheck() {}

    /// @param file null for the built-in anchors
    static List<Violation> faults(@Nullable Path file) {
        if (file == null) {
            return List.of();
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return List.of(Violation.error(FIELD, Wording.of("policy.anchor.unreadable", file.toString())));
        }
        try {
            TrustAnchorFile.check(file);
            return List.of();
        } catch (IOException e) {
            return List.of(Violation.error(FIELD, Wording.of("policy.anchor.none", file.toString())));
        }
    }
}
