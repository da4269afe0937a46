package org.danegate.history;

import java.util.EnumMap;

/// One value of each figure. Only the maker of a set changes it; everybody else reads it.
public final class Figures {

    private final EnumMap<Figure, Long> values = new EnumMap<>(Figure.class);

    /// The value of a figure; 0 when nothing was recorded.
    public long get(Figure figure) {
        return values.getOrDefault(figure, 0L);
    }

    /// Combines a value with the one so far.
    void add(Figure figure, long value) {
        if (value != 0) {
            values.merge(figure, value, figure::combine);
        }
    }

    /// Combines all values of another set with those of this one.
    void add(Figures other) {
        other.values.forEach(this::add);
    }

    /// Whether every value is 0.
    boolean isEmpty() {
        return values.isEmpty();
    }

    /// How much a destination with these figures matters, for the choice of those that are kept one by one:
    /// whatever failed counts a thousand times as much as what was delivered.
    long weight() {
        long failed = get(Figure.SOFT_BOUNCED)
                + get(Figure.HARD_BOUNCED)
                + get(Figure.TLS_FAILED)
                + get(Figure.CONNECTIONS_FAILED)
                + get(Figure.DANE_FAIL)
                + get(Figure.DANE_FALLBACK)
                + get(Figure.DANE_WAITING);
        return failed * 1000 + get(Figure.DELIVERED) + get(Figure.ACTIVE_RECIPIENTS);
    }
}
