package org.danegate.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The slices of one step that are being recorded. When time moves on to the next step, they are closed and wait to be
/// taken. Its owner guards it against concurrent use.
final class OpenSlices {

    private final Step step;
    private final int most;
    private final int mostOpen;
    private Instant start = Instant.EPOCH;
    private Map<String, Figures> open = new HashMap<>();
    private final List<Slice> closed = new ArrayList<>();

    /// @param most destinations whose slices are kept one by one; the least important others become
    ///     {@link Slice#OTHERS}
    OpenSlices(Step step, int most) {
        this.step = step;
        this.most = most;
        this.mostOpen = 10 * most;
    }

    /// Records a value. A time before the open slices counts to them: their step has not ended yet.
    void add(Instant at, String domain, Figure figure, long value) {
        advance(at);
        of(domain).add(figure, value);
    }

    /// Closes the open slices when their step has ended.
    void advance(Instant now) {
        Instant current = step.start(now);
        if (current.isAfter(start)) {
            close();
            start = current;
        }
    }

    /// Closes the open slices, even if their step has not ended; the rest of it becomes slices of their own.
    void close() {
        List<Map.Entry<String, Figures>> all = new ArrayList<>(open.entrySet());
        all.removeIf(entry -> entry.getValue().isEmpty());
        if (all.size() > most) {
            all.sort(Comparator.comparingLong(entry -> -entry.getValue().weight()));
            Figures others = new Figures();
            all.subList(most, all.size()).forEach(entry -> others.add(entry.getValue()));
            all = new ArrayList<>(all.subList(0, most));
            all.add(Map.entry(Slice.OTHERS, others));
        }
        all.forEach(entry -> closed.add(new Slice(step, start, entry.getKey(), entry.getValue())));
        open = new HashMap<>();
    }

    /// The closed slices that nobody has taken yet.
    List<Slice> take() {
        List<Slice> taken = List.copyOf(closed);
        closed.clear();
        return taken;
    }

    private Figures of(String domain) {
        Figures known = open.get(domain);
        if (known != null) {
            return known;
        }
        return open.computeIfAbsent(open.size() < mostOpen ? domain : Slice.OTHERS, d -> new Figures());
    }
}
