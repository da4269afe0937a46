package org.danegate.delivery;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Enumeration;
import java.util.Locale;
import org.danegate.mime.MimeMessages;
import org.danegate.queue.MessageBody;

/// Whether a message has header fields that need SMTPUTF8 (RFC 6531 3.1, RFC 6532): those of the message, of its MIME
/// parts, and of messages inside that are `message/global` and not encoded. The header of an enclosed `message/rfc822`
/// is body to the transport: such attachments have always been sent.
final class Utf8Headers {

    private static final int DEEPEST = 50;

    private Utf8Headers() {}

    /// @throws IOException when the message cannot be read
    static boolean in(MessageBody message) throws IOException {
        if (!SevenBitMessage.isNeeded(message)) {
            return false;
        }
        if (ownHeader(message)) {
            return true;
        }
        try {
            return inPart(read(new SharedBody(message)), 0);
        } catch (MessagingException | IOException unreadable) {
            // Not MIME, so there are no parts whose headers could count.
            return false;
        }
    }

    /// The octets up to the first empty line.
    private static boolean ownHeader(MessageBody message) throws IOException {
        boolean lineStart = true;
        try (InputStream in = new BufferedInputStream(message.read())) {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                if (octet > 127) {
                    return true;
                }
                if (octet == '\n') {
                    if (lineStart) {
                        return false;
                    }
                    lineStart = true;
                } else if (octet != '\r') {
                    lineStart = false;
                }
            }
        }
        return false;
    }

    private static boolean inPart(MimePart part, int depth) throws MessagingException, IOException {
        if (depth > DEEPEST) {
            return false;
        }
        if (hasUtf8Line(part)) {
            return true;
        }
        if (part.isMimeType("multipart/*")
                && part.getContent() instanceof MimeMultipart parts
                && inAny(parts, depth + 1)) {
            return true;
        }
        return part.isMimeType("message/global") && !isEncoded(part) && inPart(read(part.getInputStream()), depth + 1);
    }

    private static boolean hasUtf8Line(MimePart part) throws MessagingException {
        Enumeration<String> lines = part.getAllHeaderLines();
        while (lines.hasMoreElements()) {
            if (lines.nextElement().chars().anyMatch(c -> c > 0x7e)) {
                return true;
            }
        }
        return false;
    }

    private static boolean inAny(MimeMultipart parts, int depth) throws MessagingException, IOException {
        for (int i = 0; i < parts.getCount(); i++) {
            BodyPart inner = parts.getBodyPart(i);
            if (inner instanceof MimeBodyPart mime && inPart(mime, depth)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEncoded(MimePart part) throws MessagingException {
        String encoding = part.getEncoding();
        String word = encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT);
        return word.equals("base64") || word.equals("quoted-printable");
    }

    private static MimeMessage read(InputStream message) throws MessagingException {
        return MimeMessages.read(message);
    }
}
