package org.danegate.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Somebody on the way between Danegate and a resolver who changes answers, by UDP; null drops one. The letters of the
/// question are small when an answer is changed, and afterwards as they were asked.
final class AnswerForger implements AutoCloseable {

    private static final int HEADER = 12;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final InetSocketAddress real;
    private final UnaryOperator<byte @Nullable []> change;

    AnswerForger(InetSocketAddress real, UnaryOperator<byte @Nullable []> change) throws SocketException {
        this.real = real;
        this.change = change;
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            try {
                DatagramPacket query = new DatagramPacket(buffer, buffer.length);
                socket.receive(query);
                byte[] asked = Arrays.copyOf(query.getData(), query.getLength());
                byte[] small = small(asked);
                byte[] answer = change.apply(answer(small));
                if (answer != null) {
                    int end = Math.max(HEADER, Math.min(nameEnd(asked), answer.length));
                    if (Arrays.equals(small, HEADER, end, answer, HEADER, end)) {
                        System.arraycopy(asked, HEADER, answer, HEADER, end - HEADER);
                    }
                    socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
                }
            } catch (IOException e) {
                if (socket.isClosed()) {
                    return;
                }
            }
        }
    }

    private static byte[] small(byte[] query) {
        byte[] small = query.clone();
        int end = nameEnd(query);
        for (int at = HEADER; at < end; at += 1 + query[at]) {
            for (int i = at + 1; i <= at + query[at]; i++) {
                small[i] = (byte) Character.toLowerCase(query[i]);
            }
        }
        return small;
    }

    private static int nameEnd(byte[] query) {
        int at = HEADER;
        while (query[at] != 0) {
            at += 1 + query[at];
        }
        return at;
    }

    private byte[] answer(byte[] query) throws IOException {
        try (DatagramSocket upstream = new DatagramSocket()) {
            upstream.setSoTimeout(2000);
            upstream.send(new DatagramPacket(query, query.length, real));
            DatagramPacket reply = new DatagramPacket(new byte[4096], 4096);
            upstream.receive(reply);
            return Arrays.copyOf(reply.getData(), reply.getLength());
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
