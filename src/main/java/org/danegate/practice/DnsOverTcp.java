package org.danegate.practice;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.danegate.practice.PracticeQuery.Transport;

/// The TCP side of a practice resolver (RFC 7766), one thread per connection.
final class DnsOverTcp {
    private static final int IDLE_MILLIS = 10_000;

    private final ServerSocket server;
    private final DnsReplies replies;
    private final ExecutorService threads;
    private final CountDownLatch closed;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    /// @param closed counted down before the sockets are closed
    DnsOverTcp(ServerSocket server, DnsReplies replies, ExecutorService threads, CountDownLatch closed) {
        this.server = server;
        this.replies = replies;
        this.threads = threads;
        this.closed = closed;
    }

    /// Answers until the socket is closed.
    void serve() {
        AcceptLoop.run(server, closed, socket -> {
            connections.add(socket);
            threads.execute(() -> converse(socket));
        });
    }

    private void converse(Socket socket) {
        try (socket) {
            socket.setSoTimeout(IDLE_MILLIS);
            answerAll(socket);
        } catch (IOException e) {
            // End of stream, idle for too long or closing: in each case the connection ends.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(socket);
        }
    }

    /// One connection may carry many queries, one after another (RFC 7766 section 6.2.1).
    private void answerAll(Socket socket) throws IOException, InterruptedException {
        var in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        var out = new DataOutputStream(socket.getOutputStream());
        boolean more = true;
        while (more) {
            more = answer(in, out);
        }
    }

    private boolean answer(DataInputStream in, DataOutputStream out) throws IOException, InterruptedException {
        byte[] request = new byte[in.readUnsignedShort()];
        in.readFully(request);
        Optional<DnsReplies.Reply> reply = replies.reply(request, Transport.TCP);
        if (reply.isEmpty()) {
            return true;
        }
        if (closed.await(reply.get().delay().toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        out.write(framed(reply.get().bytes()));
        out.flush();
        return true;
    }

    /// With the length in front (RFC 1035 section 4.2.2).
    private static byte[] framed(byte[] bytes) {
        byte[] framed = new byte[bytes.length + 2];
        framed[0] = (byte) (bytes.length >> 8);
        framed[1] = (byte) bytes.length;
        System.arraycopy(bytes, 0, framed, 2, bytes.length);
        return framed;
    }

    /// Stops listening and breaks open connections.
    void close() throws IOException {
        server.close();
        for (Socket socket : connections) {
            socket.close();
        }
    }
}
