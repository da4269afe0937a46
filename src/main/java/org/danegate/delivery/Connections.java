package org.danegate.delivery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.danegate.dialing.CallTerms;
import org.danegate.dialing.Hop;
import org.danegate.dialing.HopDialer;
import org.danegate.dialing.Opening;
import org.danegate.dialing.PastCalls;
import org.danegate.event.ConnectionIds;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.DestinationProfile;
import org.danegate.smtp.Ready;
import org.jspecify.annotations.Nullable;

/// Provides connections to runs, idle ones first and new ones within the limits, and keeps or closes them afterwards.
final class Connections {

    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

    private final HopDialer dialer;
    private final ConnectionIds ids;
    private final Attempts attempts;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final ConnectionPermits permits = new ConnectionPermits();
    private final IdleConnections idle = new IdleConnections(IDLE, this::quit);
    private final UnreachablePeers unreachable;
    private final AddressTurns turns = new AddressTurns();
    private final HostTurns hostTurns = new HostTurns();

    Connections(HopDialer dialer, ConnectionIds ids, Attempts attempts, DeliveryEvents events, InstantSource clock) {
        this.dialer = dialer;
        this.ids = ids;
        this.attempts = attempts;
        this.events = events;
        this.clock = clock;
        this.unreachable = new UnreachablePeers(clock);
    }

    void start() {
        idle.start();
    }

    /// Closes all idle connections; those in use end with their runs.
    void stop() {
        idle.stop();
    }

    /// What earlier attempts learned about a destination's hosts.
    PastCalls past(CallTerms terms) {
        HostTurns.Place place = new HostTurns.Place(terms.gateway().name(), terms.destination());
        return new KnownHosts(place, hostTurns, turns, unreachable);
    }

    /// Obtains an open connection to an address of a hop, a kept one or a new one.
    ///
    /// @param attempt notified of the conversation in use
    Obtained obtain(Hop hop, InetAddress address, Assignment assignment, Attempt attempt) {
        DestinationProfile profile = assignment.profile();
        String destination = attempt.destination();
        InetSocketAddress peer = new InetSocketAddress(address, hop.port());
        Connection.Seat seat = Connection.Seat.of(assignment, hop, address);
        Connection kept = keptFor(seat, profile);
        if (kept != null) {
            kept.markReused();
            attempt.over(kept.conversation().line(), peer);
            return new Obtained.Open(kept);
        }
        Optional<Duration> pause = attempts.shares().leave(attempt, peer);
        if (pause.isPresent()) {
            return new Obtained.Silent(pause.get());
        }
        LimitKey limit = LimitKey.of(profile, destination, address, hop.gateway());
        boolean unheeded = assignment.lane().tls().ignoresPolicies();
        return takePermit(limit, profile) ? dial(seat, hop, limit, attempt, unheeded) : new Obtained.AtLimit();
    }

    /// Takes a permit for a connection, closing idle connections for it if need be.
    private boolean takePermit(LimitKey limit, DestinationProfile profile) {
        while (!permits.take(limit, profile.concurrentConnections())) {
            Connection other = idle.takeCountedFor(limit);
            if (other == null) {
                return false;
            }
            quit(other);
        }
        return true;
    }

    private Obtained dial(Connection.Seat seat, Hop hop, LimitKey limit, Attempt attempt, boolean unheeded) {
        InetAddress address = seat.address();
        DialEvents told = new DialEvents(events, clock, ids, attempt.destination(), attempt, unheeded);
        Opening<Ready> opening = dial(hop, address, limit, told);
        if (attempt.ordered() && !(opening instanceof Opening.Open)) {
            return new Obtained.BrokenOff();
        }
        unreachable.record(hop, address, !(opening instanceof Opening.Failed<Ready> failed) || failed.reached());
        return switch (opening) {
            case Opening.Open<Ready> open ->
                new Obtained.Open(new Connection(seat, limit, told.dcid(), open, clock.instant()));
            case Opening.Failed<Ready> failed -> new Obtained.Failed(failed, told.dcid());
            case Opening.Left<Ready> left -> new Obtained.BrokenOff();
        };
    }

    /// Gives the permit back when no connection is open afterwards.
    private Opening<Ready> dial(Hop hop, InetAddress address, LimitKey limit, DialEvents told) {
        Opening<Ready> opening = null;
        try {
            opening = dialer.dial(hop, address, told);
            told.dialed(hop, opening);
            return opening;
        } finally {
            if (!(opening instanceof Opening.Open)) {
                permits.giveBack(limit);
            }
        }
    }

    private @Nullable Connection keptFor(Connection.Seat seat, DestinationProfile profile) {
        while (true) {
            Connection kept = idle.take(seat);
            if (kept == null) {
                return null;
            }
            if (!kept.conversation().hasUnread() && mayGoOn(kept, profile)) {
                return kept;
            }
            close(kept);
        }
    }

    /// Whether the connection may carry another message under the present profile.
    boolean mayGoOn(Connection connection, DestinationProfile profile) {
        return connection.messages() < profile.messagesPerConnection()
                && clock.instant().isBefore(connection.openedAt().plus(LONGEST_LIFE));
    }

    /// Keeps a connection for the next message.
    void keep(Connection connection) {
        if (!idle.keep(connection)) {
            quit(connection);
        }
    }

    /// Sends QUIT and closes the connection.
    void quit(Connection connection) {
        connection.conversation().quit();
        closed(connection);
    }

    /// Closes the connection without QUIT: the peer is gone, or must not be talked to.
    void close(Connection connection) {
        connection.conversation().close();
        closed(connection);
    }

    private void closed(Connection connection) {
        events.publish(new DeliveryEvent.ConnectionClosed(
                clock.instant(), connection.dcid(), connection.seat().destination()));
        permits.giveBack(connection.limit());
    }
}
