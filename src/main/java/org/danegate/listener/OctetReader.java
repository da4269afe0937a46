package org.danegate.listener;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A client's octets, buffered, with exact line ends: only CRLF ends a line, a lone CR or LF is a fault and never an
/// end (RFC 5321 2.3.8). Not thread-safe; each conversation has its own reader.
final class OctetReader {

    /// The longest command line accepted, CRLF included: 512 octets (RFC 5321 4.5.3.1.4) and what DSN adds (RFC
    /// 3461 4).
    static final int MAX_COMMAND = 2048;

    /// The longest line of an AUTH exchange accepted, CRLF included (RFC 4954 section 4).
    static final int MAX_AUTH = 12_288;

    private static final int POLL_MILLIS = 250;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Socket socket;
    private final InputStream in;
    private final Deadline deadline;
    private final long timeout;
    private final Flush beforeWaiting;
    private final BooleanSupplier stopped;
    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int limit;
    private long mailDue = Long.MAX_VALUE;
    private long textBegun;
    private long textOctets;

    /// Called whenever the reader is about to wait for the client: the replies to a pipelined group are sent then.
    @FunctionalInterface
    interface Flush {
        void flush() throws IOException;
    }

    /// A command line as received.
    sealed interface Line {
        /// A whole line in UTF-8, without its CRLF.
        record Text(String text) implements Line {}

        /// A line that is refused; it was read up to its real CRLF.
        record Faulty(Reply reply) implements Line {}
    }

    /// @param deadline set to the end of each wait, for waits that the socket's timeout does not limit
    /// @param timeout longest wait for a whole command, and for each block of a message (RFC 5321 4.5.3.2)
    /// @param stopped checked a few times a second while waiting; when true, the wait ends with
    ///     {@link StoppedException}
    OctetReader(Socket socket, Deadline deadline, Duration timeout, Flush beforeWaiting, BooleanSupplier stopped)
            throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.deadline = deadline;
        this.timeout = timeout.toNanos();
        this.beforeWaiting = beforeWaiting;
        this.stopped = stopped;
    }

    /// Whether the client has sent more than has been read: after STARTTLS that is an injection (RFC 3207
    /// section 5).
    boolean hasMore() throws IOException {
        return position < limit || in.available() > 0;
    }

    /// Sets the time until which lines are awaited, whatever the timeout.
    ///
    /// @param at of {@link Deadline#now()}
    void mailDue(long at) {
        mailDue = at;
    }

    /// Starts the time for a whole message, which follows.
    void beginText() {
        textBegun = Deadline.now();
        textOctets = (long) limit - position;
    }

    /// When the last received message began, by {@link Deadline#now()}.
    long textBegun() {
        return textBegun;
    }

    /// Reads the next octet of a message. Each block has a timeout of its own, and the whole message must arrive at
    /// a minimum rate, so that a client that sends an octet now and then cannot keep its place.
    int next() throws IOException {
        if (position == limit) {
            long inPace = textBegun + timeout + textOctets * (SECOND / ListenerBounds.LEAST_OCTETS_PER_SECOND);
            long block = Deadline.now() + timeout;
            fill(Math.min(block, inPace), block <= inPace ? "timeout exceeded" : "the message comes too slowly");
            textOctets += limit;
        }
        return buffer[position++] & 0xff;
    }

    /// Moves octets of a message that have arrived already, up to the next CR or LF.
    ///
    /// @param most octets, 0 or more
    /// @return how many were moved
    /// @throws IOException when the body has no room; none were moved then
    int moveLine(BodyBuffer body, long most) throws IOException {
        int end = (int) Math.min(limit, position + most);
        int at = position;
        while (at < end && buffer[at] != '\r' && buffer[at] != '\n') {
            at++;
        }
        int moved = at - position;
        body.add(buffer, position, moved);
        position = at;
        return moved;
    }

    /// Reads one command line. A line that contains a lone CR or LF or is too long is answered once and dropped up
    /// to its CRLF.
    Line line() throws IOException {
        return line(MAX_COMMAND);
    }

    /// Reads a client's message of an AUTH exchange in the same way.
    Line authLine() throws IOException {
        return line(MAX_AUTH);
    }

    private Line line(int longest) throws IOException {
        long whole = Deadline.now() + timeout;
        byte[] line = new byte[128];
        int length = 0;
        boolean lone = false;
        boolean afterCr = false;
        while (true) {
            if (position == limit) {
                fill(Math.min(whole, mailDue), whole <= mailDue ? "timeout exceeded" : "no mail for too long");
            }
            int octet = buffer[position++] & 0xff;
            if (afterCr && octet == '\n') {
                return finished(line, length, lone, longest);
            }
            lone |= afterCr || octet == '\n';
            afterCr = octet == '\r';
            if (!afterCr) {
                if (length == line.length && length < longest) {
                    line = java.util.Arrays.copyOf(line, length * 2);
                }
                if (length < line.length) {
                    line[length] = (byte) octet;
                }
                length++;
            }
        }
    }

    private static Line finished(byte[] line, int length, boolean lone, int longest) {
        if (lone) {
            return new Line.Faulty(Reply.BARE_LINE_END);
        }
        if (length > longest - 2) {
            boolean auth = longest == MAX_AUTH
                    || new String(line, 0, 5, StandardCharsets.ISO_8859_1).equalsIgnoreCase("AUTH ");
            return new Line.Faulty(auth ? Reply.AUTH_TOO_LONG : Reply.LINE_TOO_LONG);
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

    private void fill(long end, String late) throws IOException {
        beforeWaiting.flush();
        deadline.until(end + SECOND);
        while (true) {
            socket.setSoTimeout(nextPoll(end, late));
            try {
                int count = in.read(buffer, 0, buffer.length);
                if (count < 0) {
                    throw new EOFException("the client closed the connection");
                }
                deadline.none();
                position = 0;
                limit = count;
                return;
            } catch (SocketTimeoutException poll) {
                // This timeout only serves to check the clock and the stop signal; the deadline above
                // ends a wait that is too long.
            }
        }
    }

    /// Milliseconds until the clock and the stop signal are checked again.
    private int nextPoll(long end, String late) throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(end - Deadline.now());
        if (left <= 0) {
            throw new LateException(late);
        }
        if (stopped.getAsBoolean()) {
            throw new StoppedException();
        }
        return (int) Math.min(left, POLL_MILLIS);
    }

    /// The client took too long; the message says for what.
    static final class LateException extends IOException {
        private static final long serialVersionUID = 1L;

        LateException(String what) {
            super(what);
        }
    }

    /// The listener is stopping and this conversation is to end now.
    static final class StoppedException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
