package org.danegate.tracking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the days for one search, until its time is up. A day that cannot be read is left out.
final class DaysAsked {

    private static final Logger LOG = LoggerFactory.getLogger(DaysAsked.class);

    private final TrackingStore store;
    private final Deadline deadline;

    DaysAsked(TrackingStore store, Deadline deadline) {
        this.store = store;
        this.deadline = deadline;
    }

    Deadline deadline() {
        return deadline;
    }

    /// A question to a day.
    interface EachDay<T> {
        /// The answer of a day.
        T ask(DayIndex day) throws IOException;
    }

    /// The answers of the days from one time to another, newest day first.
    <T> List<T> each(Instant from, Instant to, EachDay<T> question) {
        List<T> answers = new ArrayList<>();
        until(from, to, day -> {
            answers.add(question.ask(day));
            return false;
        });
        return answers;
    }

    /// Asks the days from one time to another, newest day first, until one answers that it is enough.
    void until(Instant from, Instant to, EachDay<Boolean> enough) {
        for (DayIndex day : days(from, to)) {
            if (deadline.shouldExit() || ask(day, enough)) {
                return;
            }
        }
    }

    private List<DayIndex> days(Instant from, Instant to) {
        try {
            return store.between(from, to, deadline);
        } catch (UncheckedIOException e) {
            LOG.warn("Message tracking cannot be read", e);
            deadline.leftOut();
            return List.of();
        }
    }

    private boolean ask(DayIndex day, EachDay<Boolean> enough) {
        try {
            return enough.ask(day);
        } catch (IOException | RuntimeException e) {
            deadline.leftOut();
            // Deleted or closed meanwhile is no trouble.
            if (!day.closed()) {
                LOG.warn("A day of message tracking cannot be read", e);
            }
            return false;
        }
    }

    /// A question about entries.
    Entries.Question question(DayIndex day, Query query, int most) {
        return new Entries.Question(day, deadline, query, most);
    }

    /// Reads the first entries of each day.
    <T> List<T> read(Instant from, Instant to, Query query, int most, Sort order, Function<byte[], T> reading) {
        return each(from, to, day -> Entries.read(question(day, query, most), order, reading)).stream()
                .flatMap(List::stream)
                .toList();
    }

    /// What a collector finds in each day.
    <T> List<T> collect(Instant from, Query query, CollectorManager<?, T> collector) {
        return each(from, Instant.MAX, day -> day.ask(deadline, searcher -> searcher.search(query, collector)));
    }
}
