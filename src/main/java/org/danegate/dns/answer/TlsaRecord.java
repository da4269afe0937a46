package org.danegate.dns.answer;

import java.util.Arrays;
import java.util.HexFormat;

/// A TLSA record (RFC 6698 2.1), as received, usable or not.
///
/// @param usage certificate usage, 0 to 255
/// @param selector 0 to 255
/// @param matchingType 0 to 255
/// @param data certificate association data
public record TlsaRecord(int usage, int selector, int matchingType, byte[] data) {

    public TlsaRecord {
        data = data.clone();
    }

    @Override
    public byte[] data() {
        return data.clone();
    }

    /// Presentation form: `3 1 1 0c72ac70…` in full.
    public String text() {
        return usage + " " + selector + " " + matchingType + " "
                + HexFormat.of().formatHex(data);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TlsaRecord t
                && usage == t.usage
                && selector == t.selector
                && matchingType == t.matchingType
                && Arrays.equals(data, t.data);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * usage + selector) + matchingType) + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return text();
    }
}
