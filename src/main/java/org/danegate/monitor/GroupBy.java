package org.danegate.monitor;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;

/// What destinations with waiting mail can be grouped by.
public enum GroupBy {
    /// The short reason.
    REASON("reason", (d, now) -> new Narrowing(d.reason(now), null, null)),
    /// The address or host that was tried last, together with the reason.
    NEXT_HOP("hop", (d, now) -> new Narrowing(d.reason(now), d.count().nextHop(), null)),
    /// The Destination Controls entry in force.
    ENTRY("entry", (d, now) -> new Narrowing(null, null, d.entry()));

    private final String key;
    private final BiFunction<Destination, Instant, Narrowing> common;

    GroupBy(String key, BiFunction<Destination, Instant, Narrowing> common) {
        this.key = key;
        this.common = common;
    }

    /// The word used in addresses.
    public String key() {
        return key;
    }

    /// The way to group with that word; empty when there is none.
    public static Optional<GroupBy> ofKey(String key) {
        return Arrays.stream(values()).filter(way -> way.key.equals(key)).findFirst();
    }

    /// What a destination shares with the others of its group.
    Narrowing of(Destination destination, Instant now) {
        return common.apply(destination, now);
    }
}
