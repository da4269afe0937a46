package org.danegate.tracking;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.search.Query;

/// Searches messages and their stories. A search takes {@link #PATIENCE} at most, and says whether it is complete.
public final class Tracking {

    /// The time that a search may take.
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /// The most events of its destinations that a story shows, of each day.
    private static final int MOST_ATTEMPTS = 1000;

    private final TrackingStore store;
    private final TrackingReader reader;
    private final Duration patience;

    Tracking(TrackingStore store, TrackingReader reader) {
        this(store, reader, PATIENCE);
    }

    /// @param patience time that a search may take
    Tracking(TrackingStore store, TrackingReader reader, Duration patience) {
        this.store = store;
        this.reader = reader;
        this.patience = patience;
    }

    /// The messages that meet all conditions, the newest first, at most as many as the query's limit.
    public TrackingAnswer search(TrackingQuery query) {
        return new MessageSearch(query, asked()).answer();
    }

    private DaysAsked asked() {
        reader.flush();
        return new DaysAsked(store, Deadline.in(patience));
    }

    /// What is not recorded at present; empty while everything is.
    public Optional<NotRecorded> notRecorded() {
        return store.notRecorded();
    }

    /// The whole story of a message, the newest one with this MID; empty when it is not known, or not any more.
    public Optional<Story> story(long mid) {
        if (mid < 1) {
            return Optional.empty();
        }
        DaysAsked days = asked();
        TrackingQuery one = TrackingQuery.ofMid(mid);
        return new MessageSearch(one, days)
                .answer().messages().stream().findFirst().map(found -> story(found, days));
    }

    private static Story story(FoundMessage found, DaysAsked days) {
        Instant from = found.message().receivedAt();
        Instant until = found.finished() ? found.events().getLast().at().plusSeconds(1) : Instant.MAX;
        Query events = Entries.all(
                Entries.is(IndexFields.KIND, IndexFields.OF_DESTINATION),
                Entries.isOneOf(IndexFields.DESTINATION, found.destinations()),
                Entries.inTime(from.toEpochMilli(), found.finished() ? until.toEpochMilli() : Long.MAX_VALUE));
        List<List<TrackedEvent>> attempts = days.each(
                from,
                until,
                day -> Entries.read(
                        days.question(day, events, MOST_ATTEMPTS), Entries.OLDEST_FIRST, IndexFields::ofDestination));
        return new Story(
                found,
                attempts.reversed().stream().flatMap(List::stream).toList(),
                days.deadline().complete());
    }
}
