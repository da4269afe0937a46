package org.danegate.tracking;

import java.time.Duration;
import org.apache.lucene.index.QueryTimeout;

/// The time that a search may take, and whether the search has seen everything.
final class Deadline implements QueryTimeout {

    private final long end;
    private volatile boolean complete = true;

    private Deadline(long end) {
        this.end = end;
    }

    /// A search that begins now.
    static Deadline in(Duration patience) {
        return new Deadline(System.nanoTime() + patience.toNanos());
    }

    /// Whether the time is up. If so, the search ends and is not complete.
    @Override
    public boolean shouldExit() {
        if (System.nanoTime() - end < 0) {
            return false;
        }
        complete = false;
        return true;
    }

    /// Something could not be searched.
    void leftOut() {
        complete = false;
    }

    /// Whether nothing was left out so far.
    boolean complete() {
        return complete;
    }
}
