package org.danegate.config;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The policy in force, replaced as a whole at each commit.
final class PolicySnapshot implements CommittedPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(PolicySnapshot.class);

    private final List<Consumer<Revision>> readers = new CopyOnWriteArrayList<>();
    private volatile Revision revision = new Revision(0, Policy.defaults());

    @Override
    public Revision current() {
        return revision;
    }

    @Override
    public void onCommit(Consumer<Revision> reader) {
        readers.add(reader);
    }

    void swap(Revision next) {
        revision = next;
        for (Consumer<Revision> reader : readers) {
            try {
                reader.accept(next);
            } catch (RuntimeException e) {
                LOG.error("A reader of revision {} failed", next.number(), e);
            }
        }
    }
}
