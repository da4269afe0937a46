package org.danegate.monitor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What destinations of a group have in common; null for what does not matter.
///
/// @param reason their short reason
/// @param nextHop address or host that was tried last, empty for those without any
/// @param entry pattern of the Destination Controls entry in force, {@link #DEFAULT} for the Default profile
public record Narrowing(
        @Nullable Reason reason,
        @Nullable String nextHop,
        @Nullable String entry) {

    /// Stands for the Default profile, which has no pattern.
    public static final String DEFAULT = "-";

    /// Any destination.
    public static final Narrowing NONE = new Narrowing(null, null, null);

    boolean keeps(Destination destination, Instant now) {
        return (reason == null || reason == destination.reason(now))
                && (nextHop == null || nextHop.equals(destination.count().nextHop()))
                && (entry == null || entry.equals(destination.entry()));
    }
}
