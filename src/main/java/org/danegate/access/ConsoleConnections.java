package org.danegate.access;

import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Limits the connections to the console: their total, their number per address, and the time of each. When there is no
/// room for one more, the oldest connection that only waits is ended. So somebody who holds a thousand connections open
/// locks nobody out, not even others at the same address. Connections of signed-in users are never ended to make room.
final class ConsoleConnections implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleConnections.class);

    /// Strangers' requests that are being answered make room only after this time.
    private static final long BEING_ANSWERED = TimeUnit.SECONDS.toNanos(2);

    private final ConsoleLimits limits;
    private final TrustedProxies proxies;
    private final LongSupplier clock;
    private final Map<String, ConsoleConnection> open = new ConcurrentHashMap<>();
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("console-connections").factory());

    /// @param clock as {@link System#nanoTime()}
    ConsoleConnections(ConsoleLimits limits, TrustedProxies proxies, LongSupplier clock) {
        this.limits = limits;
        this.proxies = proxies;
        this.clock = clock;
    }

    /// Starts ending connections whose time is over.
    ConsoleConnections watched() {
        sweeper.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS);
        return this;
    }

    /// Admits a connection, ending another one if necessary.
    ///
    /// @param address of the peer
    /// @param port of the peer
    /// @param local port of this machine: a peer may use the same port for connections to several of ours
    /// @return false when there is no room
    boolean admit(SocketChannel channel, String address, int port, int local) {
        boolean room = proxies.trusts(address)
                || count(c -> c.peer().equals(address)) < limits.perAddress()
                || makeRoom(c -> c.peer().equals(address));
        if (room && count(c -> true) >= limits.connections()) {
            String busiest = busiest();
            room = makeRoom(c -> c.client().equals(busiest)) || makeRoom(c -> true);
        }
        if (room) {
            open.put(key(address, port, local), new ConsoleConnection(channel, address, clock.getAsLong()));
        }
        return room;
    }

    /// Records that a request begins on a connection.
    ///
    /// @param somebodys whether a signed-in user sends it
    /// @param client address of the client
    /// @return empty when the client has too many requests in progress behind its proxy
    Optional<RequestUnderWay> begin(ConsoleConnection connection, boolean somebodys, String client, RequestBody body) {
        boolean room = client.equals(connection.peer())
                || somebodys
                || count(c -> c.client().equals(client)) < limits.perAddress()
                || makeRoom(c -> c.client().equals(client));
        if (!room) {
            return Optional.empty();
        }
        RequestUnderWay request = new RequestUnderWay(somebodys, body, clock.getAsLong());
        connection.begin(request, client);
        return Optional.of(request);
    }

    /// Records that a request is answered.
    void answered(ConsoleConnection connection, RequestUnderWay request) {
        connection.answered(request, clock.getAsLong());
    }

    Optional<ConsoleConnection> of(String address, int port, int local) {
        return Optional.ofNullable(open.get(key(address, port, local)));
    }

    /// Ends connections whose time is over, and removes connections that have ended.
    void sweep() {
        long now = clock.getAsLong();
        open.values().removeIf(connection -> {
            try {
                if (connection.isOpen() && connection.overdue(now)) {
                    connection.end();
                }
                return !connection.isOpen();
            } catch (RuntimeException e) {
                // A failure with one connection must not end the sweep of all others.
                LOG.warn("A connection to the console could not be looked at", e);
                return true;
            }
        });
    }

    private long count(Predicate<ConsoleConnection> which) {
        return open.values().stream()
                .filter(ConsoleConnection::isOpen)
                .filter(which)
                .count();
    }

    private boolean makeRoom(Predicate<ConsoleConnection> which) {
        long now = clock.getAsLong();
        Optional<ConsoleConnection> oldest = open.values().stream()
                .filter(ConsoleConnection::isOpen)
                .filter(which)
                .filter(c -> c.unfinished()
                        || c.stage() == ConsoleConnection.Stage.STRANGER && now - c.since() > BEING_ANSWERED)
                .min(Comparator.comparing((ConsoleConnection c) -> !c.unfinished())
                        .thenComparingLong(c -> c.since() - now));
        oldest.ifPresent(ConsoleConnection::end);
        return oldest.isPresent();
    }

    /// The address with the most connections that could make room.
    private String busiest() {
        return open.values().stream()
                .filter(ConsoleConnection::isOpen)
                .filter(c -> c.stage() != ConsoleConnection.Stage.SOMEBODY)
                .collect(Collectors.groupingBy(ConsoleConnection::client, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private static String key(String address, int port, int local) {
        return address + ' ' + port + ' ' + local;
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
    }
}
