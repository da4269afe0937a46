package org.danegate.queue;

/// Makes everything that waits due now and resets the counters behind destination limits (*Retry All Delivery*).
@FunctionalInterface
public interface RetryAll {

    /// @return recipients that were waiting for a later time
    int now();
}
