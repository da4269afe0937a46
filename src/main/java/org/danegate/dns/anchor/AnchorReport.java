package org.danegate.dns.anchor;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The trust anchors, for display.
///
/// @param automatic true when RFC 5011 keeps them up to date; false with an administrator's file (D-113)
/// @param source the source of the anchors, in one phrase
/// @param anchors all known keys of the root; empty when they come from a file
/// @param lastRefresh time of the last good answer; null before the first
/// @param nextRefresh null when not automatic
/// @param problem what went wrong last, one sentence; null when all is well
public record AnchorReport(
        boolean automatic,
        String source,
        List<KnownKey> anchors,
        @Nullable Instant lastRefresh,
        @Nullable Instant nextRefresh,
        @Nullable String problem) {

    public AnchorReport {
        anchors = List.copyOf(anchors);
    }

    /// Anchors of an administrator's file: read when servers or settings change, never updated from DNS.
    public static AnchorReport ofFile(Path file) {
        return new AnchorReport(
                false, "the file " + file + "; it is not updated automatically", List.of(), null, null, null);
    }
}
