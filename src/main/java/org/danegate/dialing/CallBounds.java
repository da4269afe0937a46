package org.danegate.dialing;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/// Limits the cost of one call, however many hosts and addresses a destination has (Postfix: smtp_mx_address_limit;
/// those left out have their turn at the next attempts). Hosts that policy forbids are looked up but not dialled.
public final class CallBounds {

    /// The most hosts that one call looks up.
    public static final int MOST_HOSTS = 20;

    /// The most addresses that one call dials, over all hosts: five of each family.
    public static final int MOST_ADDRESSES = 10;

    /// How long one call may go from host to host and from address to address. A connection that is open then is
    /// used to its end.
    public static final Duration LONGEST = Duration.ofMinutes(10);

    private final LongSupplier nanos;
    private final long begun;
    private final Set<String> done = new LinkedHashSet<>();
    private int looked;
    private int dialled;
    private boolean cut;

    /// @param nanos a clock that only goes forward, such as [System#nanoTime]
    CallBounds(LongSupplier nanos) {
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /// Whether another host may be looked up; if not, the call is cut short.
    boolean mayLook() {
        boolean may = looked < MOST_HOSTS && dialled < MOST_ADDRESSES && !late();
        cut |= !may;
        return may;
    }

    private boolean late() {
        return nanos.getAsLong() - begun > LONGEST.toNanos();
    }

    void looked() {
        looked++;
    }

    /// Whether another address may be dialled; if so, it counts as dialled.
    boolean mayDial() {
        if (dialled >= MOST_ADDRESSES || dialled > 0 && late()) {
            cut = true;
            return false;
        }
        dialled++;
        return true;
    }

    /// Records that the host had its turn: none of its addresses was left out, or it used up the whole limit.
    void done(String host) {
        if (!cut || done.isEmpty()) {
            done.add(host);
        }
    }

    Set<String> done() {
        return done;
    }

    /// True when something was left for later calls.
    boolean cut() {
        return cut;
    }
}
