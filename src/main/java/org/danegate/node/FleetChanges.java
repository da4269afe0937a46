package org.danegate.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/// Changes of shared tables that nodes hold in memory. Each change of such a table is noted here; every node that holds
/// it
/// reads it again within a second. A number in the database counts the changes of each topic, so that a hint that is
/// lost and a connection that breaks do no harm. On the embedded database nobody else changes anything, and this does
/// nothing.
public final class FleetChanges {

    private static final Logger LOG = LoggerFactory.getLogger(FleetChanges.class);
    private static final String SIGNAL = "change";

    private final @Nullable FleetDatabase database;
    private final @Nullable FleetSignals signals;
    private final Map<String, List<Runnable>> readers = new ConcurrentHashMap<>();
    private final Map<String, Long> seen = new ConcurrentHashMap<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    FleetChanges(FleetDatabase database, FleetSignals signals) {
        this.database = database.shared() ? database : null;
        this.signals = signals;
        signals.on(SIGNAL, this::look);
    }

    private FleetChanges() {
        this.database = null;
        this.signals = null;
    }

    /// Whether other nodes may use the same database.
    public boolean shared() {
        return database != null;
    }

    /// Those of a server that shares its database with nobody.
    public static FleetChanges ofOne() {
        return new FleetChanges();
    }

    /// Reads a topic again after each change, by this node or another one, and once at the start.
    ///
    /// @param reload called on the thread of the signals, so it must be short; it is called again after a failure
    public void on(String topic, Runnable reload) {
        readers.computeIfAbsent(topic, t -> new CopyOnWriteArrayList<>()).add(reload);
    }

    /// Notes a change. Within a transaction it counts when that one is committed.
    ///
    /// @param topic up to 40 characters
    public void changed(String topic) {
        if (database == null) {
            return;
        }
        enter(topic);
        database.jdbc().update("update fleet_change set version = version + 1 where topic = ?", topic);
        // Within the caller's transaction it arrives when that one is committed. Administrators' changes are few, so
        // that the database's lock for notifications (F-11) is no matter.
        if (signals != null) {
            signals.send(SIGNAL);
        }
    }

    /// Transactions that change a topic.
    ///
    /// @param own begins them
    public TransactionOperations transactions(String topic, TransactionOperations own) {
        return new TransactionOperations() {
            @Override
            public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
                return own.execute(status -> {
                    T result = action.doInTransaction(status);
                    changed(topic);
                    return result;
                });
            }
        };
    }

    /// How many changes of a topic there were.
    public long version(String topic) {
        return database == null
                ? 0
                : database
                        .jdbc()
                        .queryForList("select version from fleet_change where topic = ?", Long.class, topic)
                        .stream()
                        .findFirst()
                        .orElse(0L);
    }

    /// Keeps other nodes from changing a topic until the transaction of the caller ends.
    ///
    /// @return as {@link #version}
    public long lock(String topic) {
        if (database == null) {
            return 0;
        }
        enter(topic);
        Long version = database.jdbc()
                .queryForObject("select version from fleet_change where topic = ? for update", Long.class, topic);
        return version == null ? 0 : version;
    }

    private void enter(String topic) {
        FleetDatabase shared = database;
        if (shared == null || seen.containsKey(topic)) {
            return;
        }
        try {
            // In a transaction of its own: PostgreSQL ends one in which a row was there already.
            shared.transactions()
                    .executeWithoutResult(t -> shared.jdbc()
                            .update(
                                    "insert into fleet_change (topic, version) select ?, 0 where not exists"
                                            + " (select 1 from fleet_change where topic = ?)",
                                    topic,
                                    topic));
        } catch (DuplicateKeyException other) {
            LOG.debug("Another node entered the topic {} at the same moment", topic);
        }
    }

    private void look() {
        if (database == null) {
            return;
        }
        Map<String, Long> now = new HashMap<>();
        database.jdbc().query("select topic, version from fleet_change", row -> {
            now.put(row.getString(1), row.getLong(2));
        });
        now.forEach(this::follow);
    }

    private void follow(String topic, long version) {
        Long before = seen.get(topic);
        if (before != null && before == version) {
            return;
        }
        try {
            readers.getOrDefault(topic, List.of()).forEach(Runnable::run);
            seen.put(topic, version);
            failing.remove(topic);
        } catch (RuntimeException e) {
            if (failing.add(topic)) {
                LOG.warn("{} of another node could not be read; it is tried again: {}", topic, e.getMessage());
            }
        }
    }
}
