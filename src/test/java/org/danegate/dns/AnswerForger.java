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

/// Somebody on the way between Danegate and a resolver who changes answers, by UDP; null drops one.
final class AnswerForger implements AutoCloseable {

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
                byte[] answer = change.apply(answer(Arrays.copyOf(query.getData(), query.getLength())));
                if (answer != null) {
                    socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
                }
            } catch (IOException e) {
                if (socket.isClosed()) {
                    return;
                }
            }
        }
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
