package org.danegate.node;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Whether this node takes new work. A node that drains finishes what it has and takes nothing more, until it is
/// stopped
/// or resumed. Thread-safe.
public final class Drain {

    private final List<Consumer<Boolean>> readers = new CopyOnWriteArrayList<>();
    private volatile boolean draining;

    /// Whether it drains.
    public boolean isDraining() {
        return draining;
    }

    /// Begins to drain, or ends it.
    public void set(boolean drains) {
        if (draining != drains) {
            draining = drains;
            readers.forEach(reader -> reader.accept(drains));
        }
    }

    /// Called after each change.
    public void onChange(Consumer<Boolean> reader) {
        readers.add(reader);
    }

    NodeState state() {
        return draining ? NodeState.DRAINING : NodeState.RUNNING;
    }
}
