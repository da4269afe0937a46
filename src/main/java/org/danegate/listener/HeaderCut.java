package org.danegate.listener;

import java.io.ByteArrayOutputStream;

/// Takes fields out of a header.
final class HeaderCut {

    private HeaderCut() {}

    /// Octets of the header's fields, without the empty line after them.
    ///
    /// @param length octets that are there; the header may be longer
    static int length(byte[] octets, int length) {
        int end = 0;
        while (end < length && octets[end] != '\r' && octets[end] != '\n') {
            end = HeaderGlance.endOfField(octets, end, length);
        }
        return end;
    }

    /// A header without the fields of a name, and otherwise as it was.
    ///
    /// @param length octets of the header, as {@link #length} counts them
    /// @param name in any case, without the colon
    static byte[] without(byte[] octets, int length, String name) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(length);
        int start = 0;
        while (start < length) {
            int end = HeaderGlance.endOfField(octets, start, length);
            if (!HeaderGlance.named(octets, start, end, name)) {
                kept.write(octets, start, end - start);
            }
            start = end;
        }
        return kept.toByteArray();
    }
}
