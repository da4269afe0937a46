package org.danegate.dialing;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/// What one call may cost, however many hosts and addresses a destination has (Postfix: smtp_mx_address_limit; what
/// is left out has its turn at the next attempts). Hosts that policy forbids are looked up, not dialled.
public final class CallBounds {

    /// Hosts that one call looks up.
    public static final int MOST_HOSTS = 20;

    /// Addresses of all hosts together that one call dials: five of each family.
    public static final int MOST_ADDRESSES = 10;

    /// How long one call goes from host to host and from address to address. The connection that it has then is
    /// used to its end.
    public static final Duration LONGEST = Duration.ofMinutes(10);

    private final LongSupplier nanos;
    private final long begun;
    private final Set<String> done = new LinkedHashSet<>();
    private int looked;
    private int dialled;
    private boolean cut;

    /// @param nanos a clock that only goes forward, as [System#nanoTime]
    CallBounds(LongSupplier nanos) {
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /// Whether another host may be looked up; the call is cut short where it may not.
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

    /// Whether another address may be dialled; it counts as dialled.
    boolean mayDial() {
        if (dialled >= MOST_ADDRESSES || dialled > 0 && late()) {
            cut = true;
            return false;
        }
        dialled++;
        return true;
    }

    /// The host had its turn: nothing of it was left out, or it used up all there is.
    void done(String host) {
        if (!cut || done.isEmpty()) {
            done.add(host);
        }
    }

    Set<String> done() {
        return done;
    }

    /// True when something was left to the next calls.
    boolean cut() {
        return cut;
    }
}
