package org.danegate.dns;

import java.io.IOException;
import java.nio.file.Path;

/// Checks an administrator's trust anchor file before it is put in force.
public final class TrustAnchorFile {

    private TrustAnchorFile() {}

    /// Reads the file as validation will.
    ///
    /// @throws IOException when it is not readable, not in zone-file form, names others than the root, or holds no
    ///     DS or DNSKEY record; the message may quote the file
    public static void check(Path file) throws IOException {
        TrustAnchors.read(file, "");
    }
}
