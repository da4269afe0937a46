package org.danegate.operations;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.address.DomainName;
import org.danegate.policy.DaneException;
import org.danegate.policy.ExceptionsInForce;

/// Exceptions from DANE: kept in the database, in force over the committed policy. An exception is in force once it is
/// stored, and no more once it is deleted.
final class KeptExceptions {

    private final ExceptionRows rows;
    private final ExceptionsInForce inForce;
    private final Map<DomainName, DaneException> exceptions = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Runnable changed;

    /// @param changed has the other nodes read each change
    KeptExceptions(ExceptionRows rows, ExceptionsInForce inForce, Runnable changed) {
        this.rows = rows;
        this.inForce = inForce;
        this.changed = changed;
        reload();
    }

    /// Takes what the database has, after another node changed it.
    void reload() {
        lock.lock();
        try {
            exceptions.clear();
            rows.all().forEach(e -> exceptions.put(e.domain(), e));
            inForce.replace(exceptions.values());
        } finally {
            lock.unlock();
        }
    }

    Optional<DaneException> of(DomainName domain) {
        return Optional.ofNullable(exceptions.get(domain));
    }

    void put(DaneException exception) {
        lock.lock();
        try {
            rows.put(exception);
            changed.run();
            exceptions.put(exception.domain(), exception);
            inForce.replace(exceptions.values());
        } finally {
            lock.unlock();
        }
    }

    /// Empty when there was none, or another node has taken it back already.
    Optional<DaneException> remove(DomainName domain) {
        lock.lock();
        try {
            boolean here = rows.remove(domain) > 0;
            Optional<DaneException> was =
                    Optional.ofNullable(exceptions.remove(domain)).filter(e -> here);
            changed.run();
            inForce.replace(exceptions.values());
            return was;
        } finally {
            lock.unlock();
        }
    }

    /// Takes back the exceptions whose time is over, and returns them.
    List<DaneException> removeEnded(Instant now) {
        lock.lock();
        try {
            return exceptions.values().stream().filter(e -> !e.until().isAfter(now)).toList().stream()
                    .flatMap(e -> remove(e.domain()).stream())
                    .toList();
        } finally {
            lock.unlock();
        }
    }
}
