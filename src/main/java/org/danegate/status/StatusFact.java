package org.danegate.status;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One fact of System Status.
///
/// @param key what the fact describes, the last part of the label's key `system-status.<area>.<key>`
/// @param name the thing's own name instead of a label, such as a listener's; null to use the label of the key
/// @param value the current value
/// @param light whether the value is good
public record StatusFact(String key, @Nullable String name, Value value, Light light) {

    /// A value with its unit.
    public sealed interface Value {

        /// Text that is the same in every language.
        record Text(String text) implements Value {}

        /// A number without a unit.
        record Amount(long number) implements Value {}

        /// An amount of memory or disk.
        record Octets(long octets) implements Value {}

        /// A span of time.
        record Seconds(long seconds) implements Value {}

        /// A point in time.
        record Time(Instant time) implements Value {}

        /// Text by its key in the bundles, with the arguments that fill its placeholders.
        record Words(String key, List<Object> places) implements Value {
            public Words {
                places = List.copyOf(places);
            }
        }
    }

    /// Whether a fact is good; `NONE` where no value is better or worse.
    public enum Light {
        NONE,
        GOOD,
        WARN,
        BAD
    }

    /// A text.
    public static StatusFact text(String key, String text) {
        return new StatusFact(key, null, new Value.Text(text), Light.NONE);
    }

    /// A number.
    public static StatusFact number(String key, long number) {
        return new StatusFact(key, null, new Value.Amount(number), Light.NONE);
    }

    /// An amount of memory or disk.
    public static StatusFact octets(String key, long octets) {
        return new StatusFact(key, null, new Value.Octets(octets), Light.NONE);
    }

    /// A span of time.
    public static StatusFact seconds(String key, long seconds) {
        return new StatusFact(key, null, new Value.Seconds(seconds), Light.NONE);
    }

    /// A point in time.
    public static StatusFact time(String key, Instant time) {
        return new StatusFact(key, null, new Value.Time(time), Light.NONE);
    }

    /// Text by its key.
    public static StatusFact words(String key, String words, Object... places) {
        return new StatusFact(key, null, new Value.Words(words, List.of(places)), Light.NONE);
    }

    /// The same fact with a name of its own.
    public StatusFact named(String of) {
        return new StatusFact(key, of, value, light);
    }

    /// The same fact with a light.
    public StatusFact lit(Light how) {
        return new StatusFact(key, name, value, how);
    }
}
