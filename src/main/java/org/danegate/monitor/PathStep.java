package org.danegate.monitor;

import java.time.Duration;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// One step of an attempt, from the policy to the receiver's last reply.
///
/// @param says what was found there, as a sentence
/// @param side who has to act; null unless the step is broken
/// @param took null when not measured, or when the answer came from the cache
/// @param prose what the resolver, the system or the peer said, in its own words; empty when nothing
public record PathStep(
        Name name,
        State state,
        Wording says,
        @Nullable Side side,
        @Nullable Duration took,
        String prose) {

    /// The steps, in their order.
    public enum Name {
        POLICY,
        MX,
        ADDRESS,
        TLSA,
        /// Only where a policy of MTA-STS played a part.
        STS,
        CONNECT,
        STARTTLS,
        CERTIFICATE,
        ACCEPTED
    }

    /// How a step went.
    public enum State {
        PASSED,
        /// It went on, with less than there could be: unsigned records, no TLSA, no TLS.
        NOTED,
        BROKEN,
        /// It plays no part.
        SKIPPED,
        /// The attempt did not come that far.
        NOT_REACHED
    }

    static PathStep passed(Name name, Wording says) {
        return new PathStep(name, State.PASSED, says, null, null, "");
    }

    static PathStep noted(Name name, Wording says) {
        return new PathStep(name, State.NOTED, says, null, null, "");
    }

    static PathStep skipped(Name name, Wording says) {
        return new PathStep(name, State.SKIPPED, says, null, null, "");
    }

    static PathStep notReached(Name name) {
        return new PathStep(name, State.NOT_REACHED, Wording.of("why.not-reached"), null, null, "");
    }

    static PathStep broken(Name name, Side side, Wording says) {
        return new PathStep(name, State.BROKEN, says, side, null, "");
    }

    PathStep took(@Nullable Duration time) {
        return new PathStep(name, state, says, side, time, prose);
    }

    PathStep quoting(String words) {
        return new PathStep(name, state, says, side, took, words);
    }

    /// The same step of an attempt that succeeded all the same.
    PathStep withoutTrouble() {
        return state == State.BROKEN ? new PathStep(name, State.NOTED, says, null, took, prose) : this;
    }
}
