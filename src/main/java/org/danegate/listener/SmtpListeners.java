package org.danegate.listener;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.certificate.CertificateFolder;
import org.danegate.dialing.Ourselves;
import org.danegate.policy.ListenerSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The SMTP listeners of the committed policy. They open at the start, and each commit opens, closes and rebinds them
/// as needed. Sender groups, limits and certificates of a commit apply to connections made after it.
public final class SmtpListeners implements Ourselves {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpListeners.class);
    private static final Duration REPLACED_GRACE = Duration.ofMinutes(1);

    private final Surroundings surroundings;
    private final CertificateFolder certificates;
    private final ConnectionPlaces places;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, OpenListener> open = new LinkedHashMap<>();
    private final ListenerContexts contexts;
    private final ClosedListeners closed;
    private Rest rest = Rest.NONE;
    private boolean running;
    private boolean subscribed;

    /// @param hostname this host's name in greeting, Received and the self-signed certificate
    /// @param certificates server certificates; the self-signed one is created when needed
    /// @param bounds limits on the connections and time that clients may use
    public SmtpListeners(ListenerMeans means, String hostname, CertificateFolder certificates, ListenerBounds bounds) {
        this.surroundings = Surroundings.of(means, hostname, bounds);
        this.certificates = certificates;
        this.contexts = new ListenerContexts(surroundings, certificates, lock);
        this.closed = new ClosedListeners(surroundings);
        this.places = new ConnectionPlaces(bounds.connections());
    }

    /// Opens the listeners of the current policy and follows commits from now on. A listener that cannot be
    /// bound is reported and left out; the others work.
    public void start() {
        lock.lock();
        try {
            running = true;
            if (!subscribed) {
                subscribed = true;
                surroundings.policy().onCommit(revision -> follow());
                certificates.onChange(this::forgetCertificates);
            }
        } finally {
            lock.unlock();
        }
        follow();
    }

    /// Closes the listeners for a while, as {@link #stop} does, or opens them again. Returns at once; conversations
    /// end in the background.
    ///
    /// @param why {@link Rest#NONE} to open them
    public void rest(Rest why) {
        List<OpenListener> closing = new ArrayList<>();
        lock.lock();
        try {
            rest = why;
            if (why != Rest.NONE) {
                closing.addAll(open.values());
                open.clear();
                closed.clear();
            }
        } finally {
            lock.unlock();
        }
        closing.forEach(listener -> Thread.ofVirtual().name("smtp-drain").start(() -> {
            listener.beginStop();
            listener.awaitStop(REPLACED_GRACE);
        }));
        if (why == Rest.NONE) {
            follow();
        } else {
            LOG.info(
                    "The listeners are closed: {}", why == Rest.DRAINING ? "this node drains" : "not this node's role");
        }
    }

    /// Closes the listeners. Conversations without a transaction get 421 at once; transactions in progress may
    /// end until `grace` is over. Returns when all conversations have ended or were broken off; no accepted
    /// message is lost.
    public void stop(Duration grace) {
        List<OpenListener> closing;
        lock.lock();
        try {
            running = false;
            closing = new ArrayList<>(open.values());
            open.clear();
        } finally {
            lock.unlock();
        }
        closing.forEach(OpenListener::beginStop);
        long end = System.nanoTime() + grace.toNanos();
        closing.forEach(listener -> listener.awaitStop(Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
    }

    /// Whether start was called and stop was not.
    public boolean isRunning() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    /// Bound port per listener name; a listener that could not be bound is missing.
    public Map<String, Integer> ports() {
        lock.lock();
        try {
            Map<String, Integer> ports = new LinkedHashMap<>();
            open.forEach((name, listener) -> ports.put(name, listener.port()));
            return ports;
        } finally {
            lock.unlock();
        }
    }

    /// A listener of the committed policy and its present state.
    ///
    /// @param port the bound one, or the one that could not be bound
    /// @param connections present number of conversations
    /// @param fault why it does not listen; null when it does, or is closed on purpose
    /// @param rest why it is closed on purpose
    /// @param certificateFault why it cannot present its assigned certificate; null when it can
    public record State(
            String name,
            String address,
            int port,
            int connections,
            @Nullable String fault,
            @Nullable String certificateFault,
            Rest rest) {}

    /// The listeners of the committed policy, in its order.
    public List<State> states() {
        lock.lock();
        try {
            return surroundings.policy().current().policy().listeners().stream()
                    .map(this::state)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private State state(ListenerSettings settings) {
        OpenListener listener = open.get(settings.name());
        return new State(
                settings.name(),
                settings.address(),
                listener == null ? settings.port() : listener.port(),
                listener == null ? 0 : listener.connections(),
                listener == null && rest == Rest.NONE ? closed.reason(settings) : null,
                rest == Rest.NONE ? contexts.fault(settings) : null,
                rest);
    }

    /// Tries again to open listeners that could not be opened, for example on a port that another program held.
    public void openClosed() {
        lock.lock();
        try {
            if (running && rest == Rest.NONE && !closed.isEmpty()) {
                surroundings.policy().current().policy().listeners().stream()
                        .filter(settings -> !open.containsKey(settings.name()))
                        .forEach(this::bind);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Whether one of the open listeners would accept a connection to the address: it is bound to that address, or
    /// to all addresses of this host.
    @Override
    public boolean listensAt(InetAddress address, int port) {
        return states().stream()
                .anyMatch(s -> s.fault() == null
                        && s.rest() == Rest.NONE
                        && s.port() == port
                        && OwnAddresses.reach(s.address(), address));
    }

    private void follow() {
        lock.lock();
        try {
            if (!running || rest != Rest.NONE) {
                return;
            }
            contexts.forget();
            List<ListenerSettings> wanted =
                    surroundings.policy().current().policy().listeners();
            closeObsolete(wanted);
            closed.clear();
            for (ListenerSettings settings : wanted) {
                if (!open.containsKey(settings.name())) {
                    bind(settings);
                }
            }
            contexts.read(wanted);
        } finally {
            lock.unlock();
        }
    }

    /// Old sockets close first: a changed address on the same port could not be bound while they are open.
    private void closeObsolete(List<ListenerSettings> wanted) {
        open.values().removeIf(listener -> {
            boolean obsolete = wanted.stream().noneMatch(listener::serves);
            if (obsolete) {
                listener.beginStop();
                Thread.ofVirtual().name("smtp-drain").start(() -> listener.awaitStop(REPLACED_GRACE));
            }
            return obsolete;
        });
    }

    private void forgetCertificates() {
        lock.lock();
        try {
            contexts.forget();
            if (running && rest == Rest.NONE) {
                contexts.read(surroundings.policy().current().policy().listeners());
            }
        } finally {
            lock.unlock();
        }
    }

    private void bind(ListenerSettings settings) {
        try {
            OpenListener listener = new OpenListener(settings, surroundings, places, contexts::of);
            open.put(settings.name(), listener);
            closed.opened(settings);
            LOG.info("listener {} is open on {} port {}", settings.name(), settings.address(), listener.port());
        } catch (IOException | RuntimeException refused) {
            closed.refused(settings, refused.getMessage());
        }
    }
}
