package org.danegate.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.danegate.address.DomainName;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DaneException;
import org.danegate.policy.ExceptionsInForce;
import org.danegate.policy.Policy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The policy in force, replaced as a whole at each commit, and the exceptions from DANE that lie over it.
final class PolicySnapshot implements CommittedPolicy, ExceptionsInForce {

    private static final Logger LOG = LoggerFactory.getLogger(PolicySnapshot.class);

    private final List<Consumer<Revision>> readers = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Revision committed = new Revision(0, Policy.defaults());
    private volatile Revision current = committed;
    private Map<DomainName, DaneException> exceptions = Map.of();

    @Override
    public Revision current() {
        return current;
    }

    /// The current revision as it was committed, without exceptions.
    Revision committed() {
        return committed;
    }

    @Override
    public void onCommit(Consumer<Revision> reader) {
        readers.add(reader);
    }

    void swap(Revision next) {
        lock.lock();
        try {
            committed = next;
            current = overlaid(next);
        } finally {
            lock.unlock();
        }
        for (Consumer<Revision> reader : readers) {
            try {
                reader.accept(next);
            } catch (RuntimeException e) {
                LOG.error("A reader of revision {} failed", next.number(), e);
            }
        }
    }

    /// Readers of commits are not called: nothing was committed.
    @Override
    public void replace(Collection<DaneException> now) {
        lock.lock();
        try {
            exceptions = now.stream().collect(Collectors.toMap(DaneException::domain, e -> e));
            current = overlaid(committed);
        } finally {
            lock.unlock();
        }
    }

    private Revision overlaid(Revision revision) {
        return exceptions.isEmpty()
                ? revision
                : new Revision(revision.number(), revision.policy().with(exceptions));
    }
}
