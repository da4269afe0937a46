package org.danegate.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Octets of one conversation: replies read within bounds, commands and messages written within bounds.
final class Wire implements Closeable {

    /// The peer must accept a block within its time, and the whole message no slower than a modem would. Only one
    /// block of a message is in memory.
    private static final int BLOCK = 32 * 1024;

    /// How much a small message may grow on its way: dots that are doubled.
    private static final int ROOM = 256;

    private static final int SLOWEST_OCTETS_A_SECOND = 16 * 1024;

    private final Socket socket;
    private final Socket plain;
    private final Line line;
    private final Watch watch;
    private final Duration blockTime;
    private final ReplyReader reader;
    private final OutputStream out;

    /// @param socket the socket for the conversation
    /// @param plain the socket below TLS, or the same
    /// @param line what other threads break the conversation off with
    /// @param watch ends the conversation when something takes too long
    /// @param blockTime for the peer to accept a block
    Wire(Socket socket, Socket plain, Line line, Watch watch, Duration blockTime) throws IOException {
        this.socket = socket;
        this.plain = plain;
        this.line = line;
        this.watch = watch;
        this.blockTime = blockTime;
        this.reader = new ReplyReader(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    Socket socket() {
        return socket;
    }

    Line line() {
        return line;
    }

    Watch watch() {
        return watch;
    }

    boolean isClosed() {
        return socket.isClosed();
    }

    /// Number of replies read so far.
    long replies() {
        return reader.replies();
    }

    /// Whether unrequested octets are waiting, or the peer has ended its side. Does not wait for any.
    boolean hasUnread() throws IOException {
        if (reader.hasMore()) {
            return true;
        }
        if (socket == plain || plain.getInputStream().available() == 0) {
            return false;
        }
        // Something arrived under TLS: a session ticket carries no data, everything else does.
        socket.setSoTimeout(1);
        try {
            reader.readAhead();
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
        watch.within(blockTime, () -> {
            out.write(octets);
            out.flush();
            return true;
        });
    }

    /// Writes a part of a message.
    void write(byte[] octets, int length) throws IOException {
        watch.within(blockTime, () -> {
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
        watch.within(blockTime.plusSeconds(length / SLOWEST_OCTETS_A_SECOND), () -> {
            Blocks blocks = new Blocks(this, (int) Math.min(BLOCK, length + length / 32 + ROOM));
            writing.to(blocks);
            blocks.flush();
            return true;
        });
    }

    /// Performs a whole transaction within a time, whatever its steps may take.
    ///
    /// @param most as in [Timeouts]; the message's size adds to it
    <T> T transaction(Duration most, long size, Watch.Doing<T> doing) throws IOException {
        return watch.within(most.plusSeconds(size / SLOWEST_OCTETS_A_SECOND), doing);
    }

    /// Reads the next complete reply within a time.
    Reply readReply(Duration timeout) throws IOException {
        socket.setSoTimeout(0);
        return watch.within(timeout, reader::read);
    }

    @Override
    public void close() {
        watch.close();
        try {
            socket.close();
        } catch (IOException e) {
            // A connection that is given up has nothing left to lose.
            reader.forget();
        }
    }
}
