package org.danegate.listener;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A bound server socket and the conversations of its connections, each on a virtual thread of its own.
final class OpenListener {

    private static final Logger LOG = LoggerFactory.getLogger(OpenListener.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final long LOOK = Duration.ofMillis(250).toNanos();

    private final ListenerSettings bound;
    private final Surroundings surroundings;
    private final ConnectionPlaces places;
    private final Function<ListenerSettings, @Nullable SSLContext> tls;
    private final ProxyDoor door;
    private final ServerSocket server;
    private final Drain drain = new Drain();
    private final Set<Deadline> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;
    private final Thread accepting;
    private final TurnedAway turnedAway = new TurnedAway();

    /// Binds the socket at once and starts to accept connections.
    OpenListener(
            ListenerSettings settings,
            Surroundings surroundings,
            ConnectionPlaces places,
            Function<ListenerSettings, @Nullable SSLContext> tls)
            throws IOException {
        this.bound = settings;
        this.surroundings = surroundings;
        this.places = places;
        this.tls = tls;
        this.door = new ProxyDoor(surroundings);
        this.server = bind(settings);
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("smtp-in-" + settings.name() + "-", 1).factory());
        this.accepting =
                Thread.ofVirtual().name("smtp-accept-" + settings.name()).start(this::acceptAll);
        Thread.ofVirtual().name("smtp-deadlines-" + settings.name()).start(this::enforceDeadlines);
    }

    private static ServerSocket bind(ListenerSettings settings) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(settings.address()), settings.port()), 1024);
            return socket;
        } catch (IOException | RuntimeException notBound) {
            socket.close();
            throw notBound;
        }
    }

    /// The present number of conversations.
    int connections() {
        return open.size();
    }

    int port() {
        return server.getLocalPort();
    }

    /// Whether the socket still fits other settings.
    boolean serves(ListenerSettings settings) {
        return bound.name().equals(settings.name())
                && bound.address().equals(settings.address())
                && bound.port() == settings.port();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                // A proxy's place becomes its client's: a proxy may have all of them.
                InetAddress holder = isProxy(socket) ? null : socket.getInetAddress();
                if (places.take(holder)) {
                    begin(socket, holder);
                } else {
                    turnAway(socket, socket.getInetAddress());
                }
            } catch (IOException | java.util.concurrent.RejectedExecutionException closed) {
                if (!server.isClosed()) {
                    LOG.warn("listener {}: {}", bound.name(), closed.getMessage());
                    // Probably out of file descriptors: wait for a conversation to end instead
                    // of spinning.
                    java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
                }
            }
        }
    }

    private boolean isProxy(Socket socket) {
        ListenerSettings settings = current(surroundings.policy().current());
        return !settings.proxyNetworks().isEmpty() && ProxyDoor.trusts(settings, socket.getInetAddress());
    }

    private void begin(Socket socket, @Nullable InetAddress holder) throws IOException {
        try {
            threads.execute(() -> serve(socket, holder));
        } catch (java.util.concurrent.RejectedExecutionException stopping) {
            places.giveBack(holder);
            socket.close();
            throw stopping;
        }
    }

    private void enforceDeadlines() {
        while (!threads.isTerminated()) {
            java.util.concurrent.locks.LockSupport.parkNanos(LOOK);
            open.forEach(Deadline::enforce);
            String words = turnedAway.words(bound.name());
            if (words != null) {
                surroundings
                        .events()
                        .publish(new DeliveryEvent.SystemNotice(
                                surroundings.clock().instant(), true, words));
            }
        }
    }

    private void serve(Socket socket, @Nullable InetAddress first) {
        InetAddress holder = first;
        Deadline deadline = new Deadline(socket);
        open.add(deadline);
        try (socket) {
            socket.setTcpNoDelay(true);
            CommittedPolicy.Revision revision = surroundings.policy().current();
            ListenerSettings settings = current(revision);
            Conversation.Client client = settings.proxyNetworks().isEmpty()
                    ? new Conversation.Client(socket, deadline, socket.getInetAddress(), true)
                    : door.enter(settings, socket, deadline);
            if (client != null && holder == null && client.known()) {
                if (!places.hand(client.address())) {
                    turnAway(socket, client.address());
                    return;
                }
                holder = client.address();
            }
            if (client != null) {
                new Conversation(surroundings, revision.policy(), settings, tls, drain, client).hold();
            }
        } catch (IOException | RuntimeException failed) {
            LOG.warn("listener {}: a conversation failed", bound.name(), failed);
        } finally {
            open.remove(deadline);
            places.giveBack(holder);
        }
    }

    private ListenerSettings current(CommittedPolicy.Revision revision) {
        return revision.policy().listeners().stream()
                .filter(this::serves)
                .findFirst()
                .orElse(bound);
    }

    private void turnAway(Socket socket, InetAddress client) {
        turnedAway.add(client);
        try (socket) {
            if (current(surroundings.policy().current()).tls() == ListenerTls.IMPLICIT) {
                return;
            }
            socket.getOutputStream()
                    .write(Reply.of(421, "", surroundings.hostname() + " Too many connections, try again later")
                            .wire()
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            LOG.debug("listener {}: {}", bound.name(), gone.getMessage());
        }
    }

    /// Accepts no more connections, and ends conversations without a transaction with a reply to try again later.
    /// On return the port is free.
    void beginStop() {
        drain.begin();
        try {
            server.close();
            // While a virtual thread waits in accept, the kernel's socket closes only after that thread has
            // woken up.
            accepting.join(LAST_WORDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException alreadyClosed) {
            LOG.debug("listener {}: {}", bound.name(), alreadyClosed.getMessage());
        }
        threads.shutdown();
    }

    /// Waits up to `grace` for transactions in progress, then breaks off the rest. A message that is just being
    /// accepted is still stored and answered.
    void awaitStop(Duration grace) {
        try {
            if (!threads.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                drain.end();
                threads.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            drain.end();
            Thread.currentThread().interrupt();
        }
        open.forEach(Deadline::close);
    }
}
