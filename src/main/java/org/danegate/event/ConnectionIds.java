package org.danegate.event;

import java.util.concurrent.atomic.AtomicLong;

/// Hands out ICIDs and DCIDs, each counting from 1 since start.
public final class ConnectionIds {

    private final AtomicLong incoming = new AtomicLong();
    private final AtomicLong delivery = new AtomicLong();

    /// Returns the next ICID.
    public long nextIcid() {
        return incoming.incrementAndGet();
    }

    /// Returns the next DCID.
    public long nextDcid() {
        return delivery.incrementAndGet();
    }
}
