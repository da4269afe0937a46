package org.danegate.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A header field as it is in a message.
///
/// @param name lower case, without white space before the colon
/// @param octets the whole field with its line ends
record HeaderField(String name, byte[] octets) {

    /// The fields of a header, from the top. Lines that are no field are left out.
    ///
    /// @param header with CRLF line ends, up to the empty line
    static List<HeaderField> all(byte[] header) {
        List<HeaderField> fields = new ArrayList<>();
        int start = 0;
        while (start < header.length) {
            int end = end(header, start);
            int colon = colon(header, start, end);
            if (colon > start && !isBlank(header[start])) {
                byte[] octets = Arrays.copyOfRange(header, start, end);
                fields.add(new HeaderField(name(header, start, colon), octets));
            }
            start = end;
        }
        return fields;
    }

    /// The octet after the field's last line end.
    private static int end(byte[] header, int start) {
        for (int i = start; i + 1 < header.length; i++) {
            boolean lineEnd = header[i] == '\r' && header[i + 1] == '\n';
            if (lineEnd && (i + 2 == header.length || !isBlank(header[i + 2]))) {
                return i + 2;
            }
        }
        return header.length;
    }

    private static int colon(byte[] header, int start, int end) {
        for (int i = start; i < end; i++) {
            if (header[i] == ':') {
                return i;
            }
        }
        return -1;
    }

    private static String name(byte[] header, int start, int colon) {
        int end = colon;
        while (end > start && isBlank(header[end - 1])) {
            end--;
        }
        return new String(header, start, end - start, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /// The value as text, unfolded; octets above 127 are read as UTF-8 (RFC 6532).
    String value() {
        byte[] relaxed = relaxed();
        int from = name.length() + 1;
        return new String(relaxed, from, relaxed.length - from - 2, StandardCharsets.UTF_8);
    }

    /// The field in its relaxed form (RFC 6376 3.4.2), with its final CRLF.
    byte[] relaxed() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length + 2);
        out.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
        out.write(':');
        boolean blank = false;
        boolean begun = false;
        for (int i = colon(octets, 0, octets.length) + 1; i < octets.length; i++) {
            if (octets[i] == '\r' && i + 1 < octets.length && octets[i + 1] == '\n') {
                i++;
            } else if (isBlank(octets[i])) {
                blank = true;
            } else {
                if (blank && begun) {
                    out.write(' ');
                }
                blank = false;
                begun = true;
                out.write(octets[i]);
            }
        }
        out.write('\r');
        out.write('\n');
        return out.toByteArray();
    }
}
