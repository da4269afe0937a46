package org.danegate.listener;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/// A client's octets, buffered, with exact line ends: only CRLF ends a line, a lone CR or LF is a fault and never an
/// end (RFC 5321 2.3.8). Not thread-safe; one conversation, one reader.
final class OctetReader {

    /// Longest command line taken, CRLF included: 512 octets (RFC 5321 4.5.3.1.4) and what DSN adds (RFC 3461 4).
    static final int MAX_COMMAND = 2048;

    private static final int POLL_MILLIS = 250;

    private final Socket socket;
    private final InputStream in;
    private final InstantSource clock;
    private final long timeoutMillis;
    private final Flush beforeWaiting;
    private final BooleanSupplier stopped;
    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int limit;

    /// Called whenever the reader is about to wait for the client: what a pipelined group was answered goes out
    /// then.
    @FunctionalInterface
    interface Flush {
        void flush() throws IOException;
    }

    /// A command line as it came.
    sealed interface Line {
        /// A whole line in UTF-8, without its CRLF.
        record Text(String text) implements Line {}

        /// A line that is refused; it was read to its real CRLF.
        record Faulty(Reply reply) implements Line {}
    }

    /// @param timeout longest wait for a whole command, and for each block of a message (RFC 5321 4.5.3.2)
    /// @param stopped asked a few times a second while waiting; when true the wait ends in {@link StoppedException}
    OctetReader(Socket socket, InstantSource clock, Duration timeout, Flush beforeWaiting, BooleanSupplier stopped)
            throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.clock = clock;
        this.timeoutMillis = timeout.toMillis();
        this.beforeWaiting = beforeWaiting;
        this.stopped = stopped;
    }

    /// Whether the client has sent more than was read: after STARTTLS that is an injection (RFC 3207 section 5).
    boolean hasMore() throws IOException {
        return position < limit || in.available() > 0;
    }

    /// The next octet, waiting for it until `deadline`.
    private int next(long deadline) throws IOException {
        if (position == limit) {
            fill(deadline);
        }
        return buffer[position++] & 0xff;
    }

    /// The next octet of a message; each block of it has a timeout of its own.
    int next() throws IOException {
        if (position == limit) {
            fill(deadline());
        }
        return buffer[position++] & 0xff;
    }

    /// A deadline of one timeout from now, in milliseconds of the clock.
    private long deadline() {
        return clock.millis() + timeoutMillis;
    }

    /// Reads one command line. A line with a lone CR or LF, or one too long, is answered once and dropped to its
    /// CRLF.
    Line line() throws IOException {
        long deadline = deadline();
        byte[] line = new byte[128];
        int length = 0;
        boolean lone = false;
        boolean afterCr = false;
        while (true) {
            int octet = next(deadline);
            if (afterCr && octet == '\n') {
                return finished(line, length, lone);
            }
            lone |= afterCr || octet == '\n';
            afterCr = octet == '\r';
            if (!afterCr) {
                if (length == line.length && length < MAX_COMMAND) {
                    line = java.util.Arrays.copyOf(line, length * 2);
                }
                if (length < line.length) {
                    line[length] = (byte) octet;
                }
                length++;
            }
        }
    }

    private static Line finished(byte[] line, int length, boolean lone) {
        if (lone) {
            return new Line.Faulty(Reply.BARE_LINE_END);
        }
        if (length > MAX_COMMAND - 2) {
            return new Line.Faulty(Reply.LINE_TOO_LONG);
        }
        try {
            return new Line.Text(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(line, 0, length))
                    .toString());
        } catch (java.nio.charset.CharacterCodingException notUtf8) {
            return new Line.Faulty(Reply.NOT_UTF8);
        }
    }

    private void fill(long deadline) throws IOException {
        beforeWaiting.flush();
        while (true) {
            long left = deadline - clock.millis();
            if (left <= 0) {
                throw new SocketTimeoutException("the client said nothing for too long");
            }
            if (stopped.getAsBoolean()) {
                throw new StoppedException();
            }
            socket.setSoTimeout((int) Math.min(left, POLL_MILLIS));
            try {
                int count = in.read(buffer, 0, buffer.length);
                if (count < 0) {
                    throw new EOFException("the client closed the connection");
                }
                position = 0;
                limit = count;
                return;
            } catch (SocketTimeoutException poll) {
                // Only a look at the clock and at the stop sign; the deadline above ends a wait that is too long.
                continue;
            }
        }
    }

    /// The listener is stopping and this conversation is to end now.
    static final class StoppedException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
