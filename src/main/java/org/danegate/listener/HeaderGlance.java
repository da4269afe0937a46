package org.danegate.listener;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.danegate.policy.TlsBySender;
import org.jspecify.annotations.Nullable;

/// The few header fields that the listener reads.
///
/// @param received number of Received fields: hops so far
/// @param messageId with its brackets; null when absent
/// @param subject decoded (RFC 2047) and cut to 200 characters, null when absent
/// @param tlsNotRequired whether there is exactly one field `TLS-Required`, and its value is `No` (RFC 8689 3)
/// @param tlsMandatory whether there is a field `X-ESA-CF-TLS-Mandatory`; whatever its value, it asks for TLS
record HeaderGlance(
        int received,
        @Nullable String messageId,
        @Nullable String subject,
        boolean tlsNotRequired,
        boolean tlsMandatory) {

    private static final int LONGEST = 200;

    /// Reads the header at the start of a message.
    static HeaderGlance of(byte[] octets, int length) {
        int received = 0;
        String messageId = null;
        String subject = null;
        List<String> tlsRequired = new ArrayList<>();
        boolean tlsMandatory = false;
        int start = 0;
        while (start < length) {
            int end = endOfField(octets, start, length);
            if (end == start || octets[start] == '\r') {
                break;
            }
            switch (octets[start] | 0x20) {
                case 'r' -> received += named(octets, start, end, "received") ? 1 : 0;
                case 'm' ->
                    messageId = named(octets, start, end, "message-id") && messageId == null
                            ? value(octets, start, end)
                            : messageId;
                case 's' ->
                    subject = named(octets, start, end, "subject") && subject == null
                            ? decoded(value(octets, start, end))
                            : subject;
                case 't' -> {
                    if (named(octets, start, end, "tls-required")) {
                        tlsRequired.add(value(octets, start, end));
                    }
                }
                case 'x' -> tlsMandatory |= named(octets, start, end, TlsBySender.Found.FIELD);
                default -> {}
            }
            start = end;
        }
        boolean no = tlsRequired.size() == 1 && tlsRequired.getFirst().equalsIgnoreCase("no");
        return new HeaderGlance(received, messageId, subject, no, tlsMandatory);
    }

    /// The octet after a field and its line end.
    static int endOfField(byte[] octets, int start, int length) {
        int i = start;
        while (i < length) {
            if (octets[i++] == '\n' && (i == length || octets[i] != ' ' && octets[i] != '\t')) {
                return i;
            }
        }
        return length;
    }

    /// Whether a field has a name, in any case; blanks before the colon do not count (RFC 5322 4.5).
    static boolean named(byte[] octets, int start, int end, String name) {
        int colon = start + name.length();
        if (colon >= end
                || !new String(octets, start, name.length(), StandardCharsets.ISO_8859_1).equalsIgnoreCase(name)) {
            return false;
        }
        while (colon < end - 1 && (octets[colon] == ' ' || octets[colon] == '\t')) {
            colon++;
        }
        return octets[colon] == ':';
    }

    private static String value(byte[] octets, int start, int end) {
        String field = new String(octets, start, Math.min(end - start, 4096), StandardCharsets.UTF_8);
        String value = field.substring(field.indexOf(':') + 1)
                .replaceAll("\r\n(?=[ \t])", "")
                .strip();
        return value.length() > 998 ? value.substring(0, 998) : value;
    }

    private static String decoded(String value) {
        String text = value;
        if (value.contains("=?")) {
            try {
                text = MimeUtility.decodeText(value);
            } catch (UnsupportedEncodingException unknownCharset) {
                text = value;
            }
        }
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
