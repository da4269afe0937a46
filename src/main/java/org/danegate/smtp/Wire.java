package org.danegate.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.OutsideText;

/// Octets of one conversation: replies read within bounds, commands and messages written within bounds.
final class Wire implements Closeable {

    private static final int LONGEST_LINE = 4096;
    private static final int MOST_LINES = 500;

    /// The peer must accept a block within its time, and the whole message no slower than a modem would. Only one
    /// block of a message is in memory.
    private static final int BLOCK = 32 * 1024;

    /// How much a small message may grow on its way: dots that are doubled.
    private static final int ROOM = 256;

    private static final int SLOWEST_OCTETS_A_SECOND = 16 * 1024;

    private final Socket socket;
    private final Socket plain;
    private final Line line;
    private final Watch setUp;
    private final Duration blockTime;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[8192];
    private final byte[] text = new byte[LONGEST_LINE];
    private int position;
    private int limit;
    private long replies;

    /// @param socket the socket for the conversation
    /// @param plain the socket below TLS, or the same
    /// @param line what other threads break the conversation off with
    /// @param setUp ends the conversation when its set-up takes too long
    /// @param blockTime for the peer to accept a block
    Wire(Socket socket, Socket plain, Line line, Watch setUp, Duration blockTime) throws IOException {
        this.socket = socket;
        this.plain = plain;
        this.line = line;
        this.setUp = setUp;
        this.blockTime = blockTime;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    Socket socket() {
        return socket;
    }

    Line line() {
        return line;
    }

    Watch setUp() {
        return setUp;
    }

    boolean isClosed() {
        return socket.isClosed();
    }

    /// Number of replies read so far.
    long replies() {
        return replies;
    }

    /// Whether unrequested octets are waiting, or the peer has ended its side. Does not wait for any.
    boolean hasUnread() throws IOException {
        if (position < limit || in.available() > 0) {
            return true;
        }
        if (socket == plain || plain.getInputStream().available() == 0) {
            return false;
        }
        // Something arrived under TLS: a session ticket carries no data, everything else does.
        socket.setSoTimeout(1);
        try {
            position = 0;
            limit = 0;
            int read = in.read(buffer);
            limit = Math.max(0, read);
            return true;
        } catch (SocketTimeoutException nothing) {
            return false;
        }
    }

    /// @throws SmtpException.OutOfStep when something is unread where nothing may be
    void requireQuiet() throws IOException {
        if (hasUnread()) {
            throw new SmtpException.OutOfStep("the server sent something that nobody asked for");
        }
    }

    void write(String commands) throws IOException {
        byte[] octets = commands.getBytes(StandardCharsets.UTF_8);
        within(blockTime, () -> {
            out.write(octets);
            out.flush();
            return true;
        });
    }

    private void write(byte[] octets, int length) throws IOException {
        Watch.within(plain, blockTime, () -> {
            out.write(octets, 0, length);
            out.flush();
            return true;
        });
    }

    /// Something written block by block.
    @FunctionalInterface
    interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /// Writes something large through a small buffer.
    ///
    /// @param length its approximate number of octets
    void write(long length, Writing writing) throws IOException {
        within(blockTime.plusSeconds(length / SLOWEST_OCTETS_A_SECOND), () -> {
            Blocks blocks = new Blocks((int) Math.min(BLOCK, length + length / 32 + ROOM));
            writing.to(blocks);
            blocks.flush();
            return true;
        });
    }

    /// Gathers octets and writes them when they fill a block.
    private final class Blocks extends OutputStream {

        private final byte[] block;
        private int filled;

        Blocks(int size) {
            this.block = new byte[size];
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                if (filled == block.length) {
                    flush();
                }
                int some = Math.min(block.length - filled, length - done);
                System.arraycopy(octets, offset + done, block, filled, some);
                filled += some;
                done += some;
            }
        }

        @Override
        public void flush() throws IOException {
            Wire.this.write(block, filled);
            filled = 0;
        }
    }

    /// Performs a whole transaction within a time, whatever its steps may take.
    ///
    /// @param most as in [Timeouts]; the message's size adds to it
    <T> T transaction(Duration most, long size, Watch.Doing<T> doing) throws IOException {
        return Watch.within(plain, most.plusSeconds(size / SLOWEST_OCTETS_A_SECOND), doing);
    }

    private <T> T within(Duration most, Watch.Doing<T> doing) throws IOException {
        try {
            return Watch.within(plain, most, doing);
        } catch (IOException e) {
            throw setUp.explained(e);
        }
    }

    /// Reads the next complete reply within a time.
    Reply readReply(Duration timeout) throws IOException {
        socket.setSoTimeout(0);
        return within(timeout, this::readLines);
    }

    private Reply readLines() throws IOException {
        List<String> lines = new ArrayList<>();
        int code = -1;
        while (true) {
            String line = readLine();
            if (line.length() < 3 || !line.chars().limit(3).allMatch(c -> c >= '0' && c <= '9')) {
                throw new SmtpException.Malformed("not an SMTP reply: " + visible(line));
            }
            if (line.length() > 3 && " -\t".indexOf(line.charAt(3)) < 0) {
                throw new SmtpException.Malformed("not an SMTP reply: " + visible(line));
            }
            int thisCode = Integer.parseInt(line, 0, 3, 10);
            if (code >= 0 && thisCode != code || thisCode < 200 || thisCode > 599) {
                throw new SmtpException.Malformed("reply codes make no sense: " + visible(line));
            }
            code = thisCode;
            lines.add(visible(line.length() > 4 ? line.substring(4) : ""));
            if (line.length() == 3 || line.charAt(3) != '-') {
                replies++;
                return new Reply(code, lines);
            }
            if (lines.size() >= MOST_LINES) {
                throw new SmtpException.Malformed("reply has too many lines");
            }
        }
    }

    private String readLine() throws IOException {
        int length = 0;
        while (true) {
            if (position == limit) {
                limit = in.read(buffer);
                position = 0;
                if (limit < 0) {
                    limit = 0;
                    throw new IOException("the peer closed the connection");
                }
            }
            byte b = buffer[position++];
            if (b == '\n') {
                int end = length > 0 && text[length - 1] == '\r' ? length - 1 : length;
                return new String(text, 0, end, StandardCharsets.UTF_8);
            }
            if (length == LONGEST_LINE) {
                throw new SmtpException.Malformed("reply line is too long");
            }
            text[length++] = b;
        }
    }

    private static String visible(String text) {
        return OutsideText.line(text);
    }

    @Override
    public void close() {
        setUp.close();
        try {
            socket.close();
        } catch (IOException e) {
            // A connection that is given up has nothing left to lose.
            limit = 0;
        }
    }
}
