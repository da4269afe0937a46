package org.danegate.maillog;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.danegate.address.ClientNetwork;
import org.danegate.event.DeliveryEvent;

/// Folds client activity that brings no mail, so that a flood of it never pushes out the lines that the log is kept
/// for. It shows some 300 such lines per client in ten seconds. After that, it holds back the lines of a connection or
/// transaction: it shows them when a message is accepted, and only counts them when they bring none. The lines of an
/// accepted message are therefore always in the log. For one thread.
final class FloodFold {

    /// Lines of one client that are shown within one pace although the client brought no mail.
    static final int LINES = 300;

    /// The same for all clients together.
    static final int LINES_OF_ALL = 3_000;

    /// How often the number of lines left out is logged.
    static final Duration PACE = Duration.ofSeconds(10);

    private static final int MOST_CONNECTIONS = 10_000;
    private static final int MOST_HELD = 20_000;

    private final Map<Long, Connection> connections = new LinkedHashMap<>();
    private final FloodTallies tallies = new FloodTallies();
    private int held;

    /// A connection that is open.
    private static final class Connection {

        private final InetAddress client;
        private final List<DeliveryEvent> opening = new ArrayList<>();
        private final List<DeliveryEvent> transaction = new ArrayList<>();
        private int unearned;
        private boolean known;
        private boolean broughtMail;

        Connection(InetAddress client) {
            this.client = client;
        }
    }

    /// The events to show now, in their order.
    List<DeliveryEvent> of(DeliveryEvent event) {
        return switch (event) {
            case DeliveryEvent.InjectionStarted e -> opened(e);
            case DeliveryEvent.SenderGroupMatched e -> opening(e.icid(), e);
            case DeliveryEvent.InjectionTls e -> opening(e.icid(), e);
            case DeliveryEvent.InjectionAuthenticated e -> opening(e.icid(), e);
            case DeliveryEvent.InjectionRejected e -> opening(e.icid(), e);
            case DeliveryEvent.InjectionClosed e -> closed(e);
            case DeliveryEvent.MessageStarted e -> transaction(e.icid(), e);
            case DeliveryEvent.RecipientAdded e -> transaction(e.icid(), e);
            case DeliveryEvent.RecipientRejected e -> transaction(e.icid(), e);
            case DeliveryEvent.MessageAborted e -> aborted(e);
            case DeliveryEvent.MessageQueued e -> queued(e);
            default -> List.of(event);
        };
    }

    private List<DeliveryEvent> opened(DeliveryEvent.InjectionStarted e) {
        if (connections.size() >= MOST_CONNECTIONS) {
            // Their end events were lost.
            connections.clear();
            held = 0;
        }
        connections.put(e.icid(), new Connection(ClientNetwork.of(e.remote())));
        return opening(e.icid(), e);
    }

    private List<DeliveryEvent> opening(long icid, DeliveryEvent e) {
        Connection connection = connections.get(icid);
        if (connection == null) {
            return List.of(e);
        }
        if (full(connection)) {
            connection.opening.add(e);
            return List.of();
        }
        return shown(connection, e);
    }

    private List<DeliveryEvent> transaction(long icid, DeliveryEvent e) {
        Connection connection = connections.get(icid);
        if (connection == null) {
            return List.of(e);
        }
        if (!full(connection)) {
            return shown(connection, e);
        }
        if (held < MOST_HELD || e instanceof DeliveryEvent.MessageStarted) {
            held++;
            connection.transaction.add(e);
        } else {
            leaveOut(connection, 1);
        }
        return List.of();
    }

    private List<DeliveryEvent> aborted(DeliveryEvent.MessageAborted e) {
        Connection connection = connections.get(e.icid());
        if (connection == null) {
            return List.of(e);
        }
        boolean startHeld = connection.transaction.stream().anyMatch(DeliveryEvent.MessageStarted.class::isInstance);
        if (!startHeld && !full(connection)) {
            return shown(connection, e);
        }
        leaveOut(connection, lines(connection.transaction) + (startHeld ? lines(e) : 0));
        forget(connection.transaction);
        return startHeld ? List.of() : shown(connection, e);
    }

    private List<DeliveryEvent> queued(DeliveryEvent.MessageQueued e) {
        Connection connection = connections.get(e.icid());
        if (connection == null) {
            return List.of(e);
        }
        List<DeliveryEvent> shown = shown(connection, e);
        connection.broughtMail = true;
        tallies.earn(connection.client, connection.unearned);
        connection.unearned = 0;
        return shown;
    }

    private List<DeliveryEvent> closed(DeliveryEvent.InjectionClosed e) {
        Connection connection = connections.remove(e.icid());
        if (connection == null) {
            return List.of(e);
        }
        if (connection.broughtMail) {
            return List.of(e);
        }
        if (connection.known || !full(connection)) {
            return shown(connection, e);
        }
        leaveOut(connection, lines(connection.opening) + lines(connection.transaction) + lines(e));
        forget(connection.transaction);
        return List.of();
    }

    /// The lines held back for the connection, and the event.
    private List<DeliveryEvent> shown(Connection connection, DeliveryEvent e) {
        List<DeliveryEvent> shown = new ArrayList<>(connection.opening);
        shown.addAll(connection.transaction);
        shown.add(e);
        connection.opening.clear();
        forget(connection.transaction);
        connection.known = true;
        int lines = lines(shown);
        connection.unearned += lines;
        tallies.show(connection.client, lines);
        return shown;
    }

    private boolean full(Connection connection) {
        return tallies.full(connection.client);
    }

    private void forget(List<DeliveryEvent> transaction) {
        held = Math.max(0, held - transaction.size());
        transaction.clear();
    }

    private void leaveOut(Connection connection, int lines) {
        tallies.leaveOut(connection.client, lines);
    }

    private static int lines(List<DeliveryEvent> events) {
        return events.stream().mapToInt(FloodFold::lines).sum();
    }

    private static int lines(DeliveryEvent event) {
        return event instanceof DeliveryEvent.MessageStarted || event instanceof DeliveryEvent.MessageAborted ? 2 : 1;
    }

    /// Lines that report what was left out, once the pace is over; empty before.
    List<String> due(Instant now) {
        return tallies.due(now);
    }
}
