package org.danegate.listener;

import static org.danegate.fuzz.Property.holds;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.danegate.fuzz.FedSocket;
import org.danegate.listener.DataReader.Outcome;
import org.danegate.policy.ListenerSettings.CrLfHandling;
import org.danegate.queue.MessageBody;

/// What a client sends after DATA. An accepted message has only complete line ends, and equals what any other strict
/// reader gets, so that nobody sees another end.
public final class MessageFuzz {

    private static final int MAXIMUM = 64 * 1024;

    private MessageFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        for (CrLfHandling lone : CrLfHandling.values()) {
            try (FedSocket client = new FedSocket(input);
                    BodyBuffer body = new BodyBuffer(new AtomicLong(), Long.MAX_VALUE, () -> {
                        throw new IOException("no disk here");
                    })) {
                OctetReader reader =
                        new OctetReader(client, new Deadline(client), Duration.ofMinutes(5), () -> {}, () -> false);
                reader.beginText();
                if (DataReader.read(reader, body, MAXIMUM, lone) == Outcome.COMPLETE) {
                    taken(body, input, lone);
                }
            } catch (EOFException end) {
                // The message has no end.
            }
        }
    }

    private static void taken(BodyBuffer buffer, byte[] input, CrLfHandling lone) throws IOException {
        HeaderGlance glance = buffer.header();
        holds(glance.received() <= input.length, "more hops than octets");
        holds(glance.subject() == null || glance.subject().length() <= 200, "a long subject");
        holds(glance.messageId() == null || glance.messageId().length() <= 998, "a long Message-ID");
        byte[] body;
        try (MessageBody message = buffer.after(new byte[0])) {
            body = message.octets();
        }
        for (int i = 0; i < body.length; i++) {
            boolean cr = i > 0 && body[i - 1] == '\r';
            holds(cr == (body[i] == '\n'), "a line end of half");
        }
        holds(body.length == 0 || body[body.length - 1] == '\n', "the last line has no end");
        if (lone == CrLfHandling.REJECT) {
            holds(Arrays.equals(body, received(input)), "not what came in");
        }
    }

    /// What a reader by the letter of RFC 5321 4.5.2 has: up to the first line that is a dot alone, the dot
    /// that begins any other line left out.
    private static byte[] received(byte[] input) {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        boolean lineStart = true;
        for (int i = 0; i < input.length; i++) {
            if (lineStart && input[i] == '.') {
                if (i + 2 < input.length && input[i + 1] == '\r' && input[i + 2] == '\n') {
                    return received.toByteArray();
                }
            } else {
                received.write(input[i]);
            }
            lineStart = i > 0 && input[i - 1] == '\r' && input[i] == '\n';
        }
        throw new AssertionError("taken without an end");
    }
}
