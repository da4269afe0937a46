package org.danegate.syslog;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;

/// Datagrams to a collector (RFC 5426). Nobody confirms them; only a refused port is noticed.
final class UdpConnection implements LogConnection {

    private final DatagramSocket socket;

    private UdpConnection(DatagramSocket socket) {
        this.socket = socket;
    }

    static UdpConnection open(String host, int port) throws IOException {
        DatagramSocket socket = new DatagramSocket();
        try {
            // Connected, so that the system reports a port that nobody listens on.
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), port));
            socket.setSoTimeout(1);
            return new UdpConnection(socket);
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    @Override
    public void send(byte[] message) throws IOException {
        socket.send(new DatagramPacket(message, message.length));
    }

    @Override
    public void check() throws IOException {
        try {
            socket.receive(new DatagramPacket(new byte[1], 1));
        } catch (SocketTimeoutException nothing) {
            // As it should be: collectors do not answer.
        }
    }

    @Override
    public void end() {
        // A datagram has no end.
    }

    @Override
    public void close() {
        socket.close();
    }
}
