package org.danegate.delivery;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// A message for a peer without 8BITMIME: parts with octets above 127 become quoted-printable where they are text, and
/// base64 where they are not (RFC 6152 3). Parts without such octets, and all headers but Content-Transfer-Encoding,
/// stay as they are.
final class SevenBitMessage {

    private static final String ENCODING = "Content-Transfer-Encoding";

    private SevenBitMessage() {}

    /// Whether any octet of the body is above 127.
    static boolean isNeeded(byte[] message) {
        for (byte octet : message) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }

    /// The message in seven bits, apart from header fields that are not.
    ///
    /// @throws IOException when its parts cannot be told
    static byte[] of(byte[] message) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length * 2);
        try {
            write(new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(message)), out);
        } catch (MessagingException e) {
            throw new IOException("the message cannot be converted to seven bits: " + e.getMessage(), e);
        }
        return out.toByteArray();
    }

    private static void write(MimePart part, OutputStream out) throws MessagingException, IOException {
        byte[] raw = raw(part);
        if (!isNeeded(raw)) {
            headers(part, null, out);
            out.write(raw);
        } else if (part.isMimeType("multipart/*") && part.getContent() instanceof MimeMultipart parts) {
            headers(part, "7bit", out);
            multipart(part, parts, out);
        } else if (part.isMimeType("message/rfc822") && part.getContent() instanceof MimeMessage inner) {
            headers(part, "7bit", out);
            write(inner, out);
        } else {
            String encoding = part.isMimeType("text/*") ? "quoted-printable" : "base64";
            headers(part, encoding, out);
            encode(raw, encoding, out);
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

    private static byte[] raw(MimePart part) throws MessagingException, IOException {
        try (InputStream raw = part instanceof MimeMessage message
                ? message.getRawInputStream()
                : ((MimeBodyPart) part).getRawInputStream()) {
            return raw.readAllBytes();
        }
    }

    /// @param encoding what the part is encoded in now, null where that stays
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

    private static void encode(byte[] raw, String encoding, OutputStream out) throws MessagingException, IOException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (OutputStream encoder = MimeUtility.encode(encoded, encoding)) {
            encoder.write(raw);
        }
        out.write(encoded.toByteArray());
    }

    private static void line(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.write('\r');
        out.write('\n');
    }
}
