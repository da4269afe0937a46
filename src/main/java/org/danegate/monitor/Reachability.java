package org.danegate.monitor;

import java.util.HashSet;
import java.util.Set;

/// Whether the hosts of one destination can be reached, judged by its connections and attempts. Guarded by the lock of
/// {@link DestinationCounters}.
final class Reachability {

    private final Set<Long> open = new HashSet<>();
    private HostStatus status = HostStatus.UNKNOWN;
    private boolean failedSinceAttempt;
    private boolean usedSinceAttempt;

    HostStatus status() {
        return status;
    }

    /// Connections open now.
    int connections() {
        return open.size();
    }

    void opened(long dcid) {
        open.add(dcid);
        usedSinceAttempt = true;
        status = HostStatus.UP;
    }

    void closed(long dcid) {
        open.remove(dcid);
    }

    /// Notes a recipient's result over a connection, which may have been open and idle since an earlier attempt.
    void resulted(long dcid) {
        usedSinceAttempt |= open.contains(dcid);
    }

    void failed() {
        failedSinceAttempt = true;
    }

    /// Sets the status from the attempt; an attempt that ended before it tried any connection leaves the status as
    /// it is.
    ///
    /// @param withoutTrouble whether somebody got mail
    void attempted(boolean withoutTrouble) {
        if (usedSinceAttempt || withoutTrouble) {
            status = HostStatus.UP;
        } else if (failedSinceAttempt && open.isEmpty()) {
            status = HostStatus.DOWN;
        }
        usedSinceAttempt = false;
        failedSinceAttempt = false;
    }
}
