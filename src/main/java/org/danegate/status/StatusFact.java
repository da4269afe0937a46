package org.danegate.status;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One fact of System Status.
///
/// @param key what it is about, the last part of the label's key `system-status.<area>.<key>`
/// @param name what it is about where that is a name and no word, such as a listener; null for the label of the key
/// @param value as it was found
/// @param light whether it is well
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

        /// Words by their key in the bundles, with what stands in their places.
        record Words(String key, List<Object> places) implements Value {
            public Words {
                places = List.copyOf(places);
            }
        }
    }

    /// Whether a fact is well; `NONE` where there is no better and worse.
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

    /// Words by their key.
    public static StatusFact words(String key, String words, Object... places) {
        return new StatusFact(key, null, new Value.Words(words, List.of(places)), Light.NONE);
    }

    /// The same about something with a name.
    public StatusFact named(String of) {
        return new StatusFact(key, of, value, light);
    }

    /// The same with a light.
    public StatusFact lit(Light how) {
        return new StatusFact(key, name, value, how);
    }
}
