package org.danegate.delivery;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StreamUtils;

/// Writes the parts of a MIME message in seven bits: those with octets above 127 become quoted-printable if they are
/// text, and base64 otherwise (RFC 6152 3).
final class SevenBitParts {

    private static final String ENCODING = "Content-Transfer-Encoding";

    private SevenBitParts() {}

    /// Whether any octet is above 127. Reads up to the first such octet.
    static boolean hasEightBit(InputStream in) throws IOException {
        byte[] some = new byte[8 << 10];
        for (int count = in.read(some); count >= 0; count = in.read(some)) {
            for (int i = 0; i < count; i++) {
                if (some[i] < 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Writes a part with its headers.
    ///
    /// @throws MessagingException when its parts cannot be recognized
    static void write(MimePart part, OutputStream out) throws MessagingException, IOException {
        if (!isEightBit(part)) {
            headers(part, null, out);
            try (InputStream raw = raw(part)) {
                raw.transferTo(out);
            }
        } else if (part.isMimeType("multipart/*") && part.getContent() instanceof MimeMultipart parts) {
            headers(part, "7bit", out);
            multipart(part, parts, out);
        } else if (part.isMimeType("message/rfc822") && part.getContent() instanceof MimeMessage inner) {
            headers(part, "7bit", out);
            write(inner, out);
        } else {
            String encoding = part.isMimeType("text/*") ? "quoted-printable" : "base64";
            headers(part, encoding, out);
            encode(part, encoding, out);
        }
    }

    private static boolean isEightBit(MimePart part) throws MessagingException, IOException {
        try (InputStream raw = raw(part)) {
            return hasEightBit(raw);
        }
    }

    private static void multipart(MimePart part, MimeMultipart parts, OutputStream out)
            throws MessagingException, IOException {
        String boundary = new ContentType(part.getContentType()).getParameter("boundary");
        if (boundary == null) {
            throw new MessagingException("a multipart without a boundary");
        }
        for (int i = 0; i < parts.getCount(); i++) {
            line("--" + boundary, out);
            write((MimeBodyPart) parts.getBodyPart(i), out);
            line("", out);
        }
        line("--" + boundary + "--", out);
    }

    private static InputStream raw(MimePart part) throws MessagingException {
        return part instanceof MimeMessage message
                ? message.getRawInputStream()
                : ((MimeBodyPart) part).getRawInputStream();
    }

    /// @param encoding the part's new encoding; null to keep the present one
    private static void headers(MimePart part, @Nullable String encoding, OutputStream out)
            throws MessagingException, IOException {
        Enumeration<String> lines =
                encoding == null ? part.getAllHeaderLines() : part.getNonMatchingHeaderLines(new String[] {ENCODING});
        while (lines.hasMoreElements()) {
            line(lines.nextElement(), out);
        }
        if (encoding != null) {
            line(ENCODING + ": " + encoding, out);
        }
        line("", out);
    }

    private static void encode(MimePart part, String encoding, OutputStream out)
            throws MessagingException, IOException {
        // Closing it writes its end; the underlying stream stays open.
        try (InputStream raw = raw(part);
                OutputStream encoder = MimeUtility.encode(StreamUtils.nonClosing(out), encoding)) {
            raw.transferTo(encoder);
        }
    }

    private static void line(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.write('\r');
        out.write('\n');
    }
}
