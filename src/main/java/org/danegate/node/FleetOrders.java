package org.danegate.node;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Orders that every node of the fleet carries out within a second, such as a retry of a destination's mail. An order
/// says what to do once; a state that lasts belongs in a table that each node reads. A node that starts later does not
/// carry out what was ordered before.
public final class FleetOrders {

    private static final Logger LOG = LoggerFactory.getLogger(FleetOrders.class);
    private static final String TOPIC = "order";

    private final FleetDatabase database;
    private final FleetSignals signals;
    private final String node;
    private final Map<String, Consumer<String>> readers = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong(-1);

    private record Order(long id, String kind, String content, String by) {}

    FleetOrders(FleetDatabase database, FleetSignals signals, String node) {
        this.database = database;
        this.signals = signals;
        this.node = node;
        if (database.shared()) {
            last.set(highest());
            signals.on(TOPIC, this::look);
        }
    }

    private long highest() {
        Long id = database.jdbc().queryForObject("select coalesce(max(id), 0) from fleet_order", Long.class);
        return id == null ? 0 : id;
    }

    /// Carries out orders of a kind, given here or on another node.
    ///
    /// @param reader carries out one; called on the thread that gave it, or on that of the signals
    public void on(String kind, Consumer<String> reader) {
        readers.put(kind, reader);
    }

    /// Carries out an order here, at once, and has the other nodes carry it out.
    ///
    /// @param content what the reader needs, up to 20,000 characters
    /// @return false when it did not reach the other nodes, because the database does not answer
    public boolean give(String kind, String content) {
        boolean reached = !database.shared() || store(kind, content);
        carryOut(kind, content);
        return reached;
    }

    private boolean store(String kind, String content) {
        try {
            database.transactions().executeWithoutResult(status -> {
                // Ids become visible in their order, so that nobody reads past one that is not committed yet.
                database.jdbc().execute("lock table fleet_order in exclusive mode");
                database.jdbc()
                        .update(
                                "insert into fleet_order (kind, content, given_by, given_at) values (?, ?, ?, "
                                        + database.now() + ")",
                                kind,
                                content,
                                node);
                database.jdbc().update("delete from fleet_order where " + database.age("given_at") + " > 86400");
            });
            signals.send(TOPIC);
            return true;
        } catch (DataAccessException e) {
            LOG.warn("The order {} did not reach the other nodes: {}", kind, e.getMessage());
            return false;
        }
    }

    private void look() {
        List<Order> news = database.jdbc()
                .query(
                        "select id, kind, content, given_by from fleet_order where id > ? order by id",
                        (row, number) ->
                                new Order(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)),
                        last.get());
        for (Order order : news) {
            last.set(order.id());
            if (!order.by().equals(node)) {
                carryOut(order.kind(), order.content());
            }
        }
    }

    private void carryOut(String kind, String content) {
        Consumer<String> reader = readers.get(kind);
        if (reader == null) {
            LOG.info("An order that this version does not know is left out: {}", kind);
            return;
        }
        try {
            reader.accept(content);
        } catch (RuntimeException e) {
            LOG.error("The order {} failed", kind, e);
        }
    }
}
