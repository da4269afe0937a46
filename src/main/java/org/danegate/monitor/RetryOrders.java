package org.danegate.monitor;

import org.danegate.node.FleetOrders;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.RetryAll;

/// Retries that every node of the fleet carries out with the mail that it has: this one at once, the others within a
/// second.
final class RetryOrders {

    private static final String ONE = "retry";
    private static final String ALL = "retry-all";

    private final FleetOrders fleet;

    RetryOrders(FleetOrders fleet, MessageQueue queue, RetryAll retryAll) {
        this.fleet = fleet;
        fleet.on(ONE, queue::retryNow);
        fleet.on(ALL, nothing -> retryAll.now());
    }

    /// Makes the waiting mail of a destination due now.
    void give(String destination) {
        fleet.give(ONE, destination);
    }

    /// Makes all waiting mail due now.
    void giveAll() {
        fleet.give(ALL, "");
    }
}
