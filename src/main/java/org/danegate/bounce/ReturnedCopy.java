package org.danegate.bounce;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.danegate.queue.MessageBody;
import org.jspecify.annotations.Nullable;

/// The part of the original message that a notification returns: the whole message or its header (RFC 3461 4.3, 6.2),
/// exactly as it was accepted. A header with raw UTF-8 makes it `message/global` or `message/global-headers` (RFC 6533
/// section 5 and 6). If a line exceeds 998 octets, which no mail may have, only the header is returned.
final class ReturnedCopy {

    /// Notifications return messages up to this size whole, and only the header of larger ones (appliance: 10k).
    private static final int LARGEST_COPY = 10 * 1024;

    /// Larger messages are never returned whole, whatever the sender asks for: a notification is made in memory.
    private static final int LARGEST_WHOLE = 1 << 20;

    private static final int LONGEST_LINE = 998;

    private ReturnedCopy() {}

    /// @param wish RET as the sender gave it; empty for none, then small messages are returned whole
    /// @param allowed whether the whole may be returned at all
    static MimeBodyPart of(MessageBody body, String wish, boolean allowed) throws MessagingException, IOException {
        boolean wanted = allowed && body.size() <= LARGEST_WHOLE && isWanted(wish, body.size());
        byte[] original = wanted ? body.octets() : body.first(LARGEST_COPY + 4);
        byte[] header = header(original);
        boolean global = hasEightBit(header);
        boolean whole = wanted && !hasLongLine(original);
        if (whole) {
            return part(global ? "message/global" : "message/rfc822", hasEightBit(original) ? "8bit" : null, original);
        }
        String type = global ? "message/global-headers" : "text/rfc822-headers";
        return global || hasLongLine(header)
                ? part(type, "quoted-printable", quotedPrintable(header))
                : part(type, null, header);
    }

    private static boolean isWanted(String wish, int size) {
        return switch (wish.toUpperCase(java.util.Locale.ROOT)) {
            case "FULL" -> true;
            case "HDRS" -> false;
            default -> size <= LARGEST_COPY;
        };
    }

    private static MimeBodyPart part(String type, @Nullable String encoding, byte[] octets) throws MessagingException {
        InternetHeaders headers = new InternetHeaders();
        headers.setHeader("Content-Type", type);
        headers.setHeader("Content-Transfer-Encoding", encoding == null ? "7bit" : encoding);
        return new MimeBodyPart(headers, octets);
    }

    private static byte[] header(byte[] original) {
        int end = 0;
        while (end < original.length && !endsHeader(original, end)) {
            end++;
        }
        return Arrays.copyOf(original, Math.min(end, LARGEST_COPY));
    }

    private static boolean endsHeader(byte[] octets, int at) {
        return at >= 2
                && octets[at - 2] == '\r'
                && octets[at - 1] == '\n'
                && octets[at] == '\r'
                && at + 1 < octets.length
                && octets[at + 1] == '\n';
    }

    private static boolean hasEightBit(byte[] octets) {
        for (byte b : octets) {
            if (b < 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasLongLine(byte[] octets) {
        int length = 0;
        for (byte b : octets) {
            length = b == '\n' || b == '\r' ? 0 : length + 1;
            if (length > LONGEST_LINE) {
                return true;
            }
        }
        return false;
    }

    private static byte[] quotedPrintable(byte[] octets) throws MessagingException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream encoder = MimeUtility.encode(out, "quoted-printable")) {
            encoder.write(octets);
        }
        return out.toByteArray();
    }
}
