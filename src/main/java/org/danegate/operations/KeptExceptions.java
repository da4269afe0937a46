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

    KeptExceptions(ExceptionRows rows, ExceptionsInForce inForce) {
        this.rows = rows;
        this.inForce = inForce;
        rows.all().forEach(e -> exceptions.put(e.domain(), e));
        inForce.replace(exceptions.values());
    }

    Optional<DaneException> of(DomainName domain) {
        return Optional.ofNullable(exceptions.get(domain));
    }

    void put(DaneException exception) {
        lock.lock();
        try {
            rows.put(exception);
            exceptions.put(exception.domain(), exception);
            inForce.replace(exceptions.values());
        } finally {
            lock.unlock();
        }
    }

    /// Empty when there was none.
    Optional<DaneException> remove(DomainName domain) {
        lock.lock();
        try {
            rows.remove(domain);
            Optional<DaneException> was = Optional.ofNullable(exceptions.remove(domain));
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
