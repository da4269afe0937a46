package org.danegate.dns;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import org.xbill.DNS.Message;
import org.xbill.DNS.WireParseException;

/// One question to one server by TCP, on a connection of its own (RFC 7766).
final class StreamExchange {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

    /// How long to wait for a right answer after a wrong one: on a separate connection, the wrong one came from the
    /// server itself.
    private static final Duration AFTER_WRONG = Duration.ofSeconds(1);

    private StreamExchange() {}

    /// @param timeout for connecting and answering together
    /// @throws SocketTimeoutException when the answer is not whole in time
    /// @throws WireParseException when what comes is no answer to the question
    static Message ask(InetSocketAddress server, Message query, Duration timeout) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        try (Socket socket = new Socket()) {
            int left = left(end);
            socket.connect(server, (int) Math.min(left, LONGEST_CONNECT.toMillis()));
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(framed(query.toWire(Message.MAXLENGTH)));
            return answer(socket, query, end);
        } catch (WireParseException e) {
            throw e;
        } catch (SocketTimeoutException e) {
            throw new SocketTimeoutException("no answer by TCP within " + timeout.toMillis() + " ms");
        } catch (EOFException e) {
            throw new IOException("by TCP: connection closed", e);
        } catch (IOException e) {
            String said = e.getMessage() == null ? "cannot be reached" : e.getMessage();
            throw new IOException("by TCP: " + said.toLowerCase(Locale.ROOT), e);
        }
    }

    /// Drops messages that do not answer the question, and waits a while for the next one.
    private static Message answer(Socket socket, Message query, long end) throws IOException {
        WireParseException odd = null;
        long until = end;
        for (int wrong = 0; wrong < Exchange.MOST_WRONG; wrong++) {
            try {
                byte[] length = read(socket, 2, until);
                byte[] wire = read(socket, (length[0] & 0xFF) << 8 | length[1] & 0xFF, until);
                return check(query, Datagram.parse(wire));
            } catch (WireParseException e) {
                odd = e;
                until = Math.min(end, System.nanoTime() + AFTER_WRONG.toNanos());
            } catch (IOException e) {
                throw odd == null ? e : odd;
            }
        }
        throw odd == null ? new EOFException() : odd;
    }

    private static Message check(Message query, Message answer) throws WireParseException {
        if (answer.getHeader().getID() != query.getHeader().getID()) {
            throw new WireParseException("an answer to another question");
        }
        RelevantRecords.check(query, answer);
        return answer;
    }

    private static byte[] framed(byte[] wire) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(wire.length + 2);
        out.write(wire.length >> 8);
        out.write(wire.length);
        out.writeBytes(wire);
        return out.toByteArray();
    }

    /// Reads the given number of octets before the end of the time, however slowly they arrive.
    private static byte[] read(Socket socket, int octets, long end) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] read = new byte[octets];
        int have = 0;
        while (have < octets) {
            socket.setSoTimeout(left(end));
            int more = in.read(read, have, octets - have);
            if (more < 0) {
                throw new EOFException();
            }
            have += more;
        }
        return read;
    }

    private static int left(long end) throws SocketTimeoutException {
        long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
