package org.danegate.monitor;

import java.time.Instant;
import org.danegate.dane.Evidence;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Trouble;
import org.jspecify.annotations.Nullable;

/// The last error of one destination, and where it happened. Guarded by the lock of {@link DestinationCounters}.
final class LastTrouble {

    private @Nullable LastError error;
    /// The error that {@link #reason} was found for: errors are classified when somebody looks, not one by one.
    private @Nullable LastError classified;
    private Reason reason = Reason.NOT_TRIED;
    private String nextHop = "";

    /// The last error; null when there was none.
    @Nullable
    LastError error() {
        return error;
    }

    /// The last error as a short reason.
    Reason reason() {
        LastError last = error;
        if (last != null && last != classified) {
            classified = last;
            reason = ReasonRules.of(last);
        }
        return reason;
    }

    /// The address or host that was tried last; empty when unknown.
    String nextHop() {
        return nextHop;
    }

    void remember(Instant at, Trouble trouble) {
        error = LastError.of(at, trouble);
    }

    void connectionFailed(DeliveryEvent.ConnectionFailed event) {
        nextHop = event.remote() == null ? event.host() : event.remote().getHostAddress();
        if (error == null || !error.when().isAfter(event.at())) {
            error = new LastError(
                    event.at(), "000", "4.4.1", "Could not connect to " + event.host() + ": " + event.details(), false);
        }
    }

    void attempted(Evidence evidence) {
        nextHop = NextHop.of(evidence).orElse(nextHop);
    }
}
