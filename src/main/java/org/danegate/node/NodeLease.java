package org.danegate.node;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lease of this node: what it holds in the shared database is its own for as long as the lease is in force. The
/// database's clock says when it ends (F-15). This node counts from the moment in which it asked, by a monotonic
/// clock, so it stops before the others may begin. Thread-safe.
public final class NodeLease {

    private static final Logger LOG = LoggerFactory.getLogger(NodeLease.class);

    private final FleetDatabase database;
    private final String node;
    private final Duration length;
    private final List<Holder> holders = new CopyOnWriteArrayList<>();
    private final AtomicReference<Held> held = new AtomicReference<>(new Held(0, 0));

    /// @param until {@link System#nanoTime} at which this node no longer relies on it
    private record Held(long epoch, long until) {}

    /// Hears when the lease is lost, or another one begins. Called on the heartbeat's thread; must not wait long.
    public interface Holder {

        /// The lease of this epoch is lost: others may take what it held. This node touches none of it again.
        void lost(long epoch);

        /// There is a lease again, or the first one.
        void begun(long epoch);
    }

    /// @param length how long others wait for this node before they take what it held; 2 seconds or more
    NodeLease(FleetDatabase database, String node, Duration length) {
        this.database = database;
        this.node = node;
        this.length = length;
    }

    /// The fencing number: higher for each lease that anybody gets, and never given twice. Writes name it, so that
    /// those
    /// of a node that lost its lease change nothing (F-16).
    public long epoch() {
        return held.get().epoch();
    }

    /// Whether this node may rely on its lease at this moment. Always true on the embedded database.
    public boolean isHeld() {
        return !database.shared() || System.nanoTime() - held.get().until() < 0;
    }

    /// The same for a lease that began earlier: false once another epoch has begun.
    public boolean isHeld(long epoch) {
        Held now = held.get();
        return now.epoch() == epoch && (!database.shared() || System.nanoTime() - now.until() < 0);
    }

    /// How long others wait.
    public Duration length() {
        return length;
    }

    /// Tells a holder from now on; at once when there is a lease.
    public void onChange(Holder holder) {
        holders.add(holder);
        if (epoch() > 0) {
            holder.begun(epoch());
        }
    }

    /// Renews the lease, or begins another one when somebody ended it.
    void renew() {
        Held before = held.get();
        if (before.epoch() > 0 && extend(before.epoch())) {
            return;
        }
        if (before.epoch() > 0) {
            LOG.warn(
                    "This node lost its lease {}: what it held in the database is with other nodes now",
                    before.epoch());
            held.set(new Held(0, 0));
            holders.forEach(holder -> safely(() -> holder.lost(before.epoch())));
        }
        begin();
    }

    private boolean extend(long epoch) {
        long asked = System.nanoTime();
        int rows = database.jdbc()
                .update(
                        "update fleet_lease set ends_at = " + database.later() + " where epoch = ? and not ended",
                        length.toMillis(),
                        epoch);
        if (rows > 0) {
            held.set(new Held(epoch, until(asked)));
        }
        return rows > 0;
    }

    private void begin() {
        long asked = System.nanoTime();
        Long given = database.transactions().execute(status -> {
            database.jdbc()
                    .update(
                            "insert into fleet_lease (node, ends_at, ended) values (?, " + database.later()
                                    + ", false)",
                            node,
                            length.toMillis());
            return database.jdbc()
                    .queryForObject("select max(epoch) from fleet_lease where node = ?", Long.class, node);
        });
        long epoch = Objects.requireNonNull(given, "a lease was just entered");
        held.set(new Held(epoch, until(asked)));
        holders.forEach(holder -> safely(() -> holder.begun(epoch)));
    }

    /// A tenth is kept back for what is under way when it ends.
    private long until(long asked) {
        return asked + length.toNanos() / 10 * 9;
    }

    private static void safely(Runnable round) {
        try {
            round.run();
        } catch (RuntimeException e) {
            LOG.error("A holder of this node's lease failed", e);
        }
    }

    /// Ends leases of this node from before its start: the process that had them is gone.
    void endOlder() {
        database.jdbc().update("update fleet_lease set ended = true where node = ? and not ended", node);
    }

    /// Ends the lease, so that others need not wait for it.
    void end() {
        Held last = held.getAndSet(new Held(0, 0));
        if (last.epoch() > 0) {
            database.jdbc().update("update fleet_lease set ended = true where epoch = ?", last.epoch());
        }
    }

    /// Ends the leases of nodes that did not renew them, and forgets those that nothing refers to.
    ///
    /// @return epochs that ended just now, with their nodes
    Map<Long, String> endOverdue() {
        Map<Long, String> overdue = new TreeMap<>();
        database.jdbc()
                .query("select epoch, node from fleet_lease where not ended and ends_at < " + database.now(), row -> {
                    overdue.put(row.getLong("epoch"), row.getString("node"));
                });
        overdue.keySet()
                .removeIf(epoch -> database.jdbc()
                                .update(
                                        "update fleet_lease set ended = true where epoch = ? and not ended and ends_at < "
                                                + database.now(),
                                        epoch)
                        == 0);
        return overdue;
    }
}
