package org.danegate.delivery;

import jakarta.mail.MessagingException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.danegate.mime.MimeMessages;
import org.danegate.queue.MessageBody;
import org.danegate.smtp.Content;
import org.springframework.util.StreamUtils;

/// A message for a peer without 8BITMIME: parts with octets above 127 become quoted-printable if they are text, and
/// base64 otherwise (RFC 6152 3). Parts without such octets, and all headers but Content-Transfer-Encoding, stay as
/// they are.
final class SevenBitMessage implements Content {

    private final MessageBody body;
    private final long size;

    private SevenBitMessage(MessageBody body, long size) {
        this.body = body;
        this.size = size;
    }

    /// The parts of a message cannot be recognized.
    static final class NotConvertedException extends IOException {

        private static final long serialVersionUID = 1L;

        NotConvertedException(Exception cause) {
            super("the message cannot be converted to seven bits: " + cause.getMessage(), cause);
        }
    }

    /// Whether any octet of the body is above 127.
    ///
    /// @throws IOException when it cannot be read
    static boolean isNeeded(MessageBody message) throws IOException {
        try (InputStream in = message.read()) {
            return SevenBitParts.hasEightBit(in);
        }
    }

    /// Converts a message to seven bits, except header fields that are not. It is converted each time it is
    /// written; the first conversion, here, determines its size.
    ///
    /// @throws NotConvertedException when its parts cannot be recognized
    static SevenBitMessage of(MessageBody message) throws NotConvertedException {
        CountingOutputStream counted = new CountingOutputStream();
        try {
            convert(message, counted);
        } catch (MessagingException | IOException e) {
            throw new NotConvertedException(e);
        }
        return new SevenBitMessage(message, counted.octets);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try {
            convert(body, out);
        } catch (MessagingException e) {
            throw new NotConvertedException(e);
        }
    }

    private static void convert(MessageBody message, OutputStream out) throws MessagingException, IOException {
        OutputStream buffered = new BufferedOutputStream(StreamUtils.nonClosing(out));
        SevenBitParts.write(MimeMessages.read(new SharedBody(message)), buffered);
        buffered.flush();
    }

    /// Counts octets and drops them.
    private static final class CountingOutputStream extends OutputStream {

        private long octets;

        @Override
        public void write(int octet) {
            octets++;
        }

        @Override
        public void write(byte[] some, int offset, int count) {
            octets += count;
        }
    }
}
