package org.danegate.dns.anchor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A key of the root and its state.
///
/// @param since when it came into this state
/// @param next when the hold-down time of this state ends: AddPend becomes Valid when the key is seen after it, Revoked
///     becomes Removed; null for states without a timer
public record KnownKey(
        RootKey key,
        KeyState state,
        Instant since,
        @Nullable Instant next) {

    KnownKey to(KeyState other, Instant now, @Nullable Instant timer) {
        return new KnownKey(key, other, now, timer);
    }

    KnownKey until(Instant timer) {
        return new KnownKey(key, state, since, timer);
    }

    boolean timerOver(Instant now) {
        return next != null && !now.isBefore(next);
    }
}
