package org.danegate.practice;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// An SMTP receiver on loopback that behaves as configured, one virtual thread per connection. It accepts any sender
/// and any recipient and keeps the accepted messages in an [Inbox].
public final class PracticeReceiver implements AutoCloseable {
    private static final int BACKLOG = 500;
    private static final int KEPT_MESSAGES = 1_000;

    private final ServerSocket server;
    private final Inbox inbox;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong connections = new AtomicLong();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private volatile ReceiverBehaviour behaviour;
    private volatile @Nullable PracticeCertificate certificate;

    private PracticeReceiver(
            ServerSocket server, @Nullable PracticeCertificate certificate, ReceiverBehaviour behaviour, Inbox inbox) {
        this.server = server;
        this.certificate = certificate;
        this.behaviour = behaviour;
        this.inbox = inbox;
    }

    /// Starts a receiver with its own inbox (the last 1000 messages).
    ///
    /// @param address port 0 takes a free one
    /// @param certificate null: STARTTLS cannot work and is not offered
    public static PracticeReceiver start(
            InetSocketAddress address, @Nullable PracticeCertificate certificate, ReceiverBehaviour behaviour)
            throws IOException {
        return start(address, certificate, behaviour, new Inbox(KEPT_MESSAGES));
    }

    /// Starts a receiver that puts its messages into an inbox shared with others.
    public static PracticeReceiver start(
            InetSocketAddress address,
            @Nullable PracticeCertificate certificate,
            ReceiverBehaviour behaviour,
            Inbox inbox)
            throws IOException {
        ServerSocket server = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
        PracticeReceiver receiver = new PracticeReceiver(server, certificate, behaviour, inbox);
        receiver.threads.execute(receiver::accept);
        return receiver;
    }

    /// The address on which it listens.
    public InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    /// The messages it accepted.
    public Inbox inbox() {
        return inbox;
    }

    /// The number of connections it has taken since its start.
    public long connections() {
        return connections.get();
    }

    /// The most connections that were open at the same time since its start.
    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    /// Changes its behaviour, from the next connection on.
    public void behave(ReceiverBehaviour newBehaviour) {
        behaviour = newBehaviour;
    }

    /// Changes its certificate, from the next connection on; null removes STARTTLS.
    public void present(@Nullable PracticeCertificate newCertificate) {
        certificate = newCertificate;
    }

    private void accept() {
        AcceptLoop.run(server, closed, socket -> {
            connections.incrementAndGet();
            open.add(socket);
            mostAtOnce.accumulateAndGet(open.size(), Math::max);
            threads.execute(() -> converse(socket));
        });
    }

    private void converse(Socket socket) {
        try (socket) {
            new ReceiverConversation(socket, certificate, behaviour, inbox, closed).run();
        } catch (IOException e) {
            // The client disconnected or broke TLS off: the client's side shows why.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /// Stops listening and breaks open connections.
    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.close();
    }
}
