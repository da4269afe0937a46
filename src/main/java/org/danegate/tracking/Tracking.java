package org.danegate.tracking;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.danegate.event.KnownMessages;

/// Searches messages and their stories. A search takes {@link #PATIENCE} at most, and says whether it is complete.
public final class Tracking implements KnownMessages {

    /// The time that a search may take.
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /// The time for a question that other work waits for.
    private static final Duration BRIEFLY = Duration.ofMillis(200);

    /// The most events of its destinations that a story shows; the newest ones.
    private static final int MOST_ATTEMPTS = 2000;

    private static final Sort NEWEST = new Sort(
            new SortField(IndexFields.AT, SortField.Type.LONG, true), new SortField(null, SortField.Type.DOC, true));

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
        return search(query, patience);
    }

    /// The same in less time.
    ///
    /// @param patience time that the search may take
    public TrackingAnswer search(TrackingQuery query, Duration patience) {
        return new MessageSearch(query, asked(patience)).answer();
    }

    private DaysAsked asked(Duration patience) {
        Deadline deadline = Deadline.in(patience);
        if (!reader.flushWithin(patience)) {
            deadline.leftOut();
        }
        return new DaysAsked(store, deadline);
    }

    /// What is not recorded at present; empty while everything is.
    public Optional<NotRecorded> notRecorded() {
        return store.notRecorded();
    }

    @Override
    public Optional<Known> find(long mid) {
        return mid < 1
                ? Optional.empty()
                : search(TrackingQuery.ofMid(mid), BRIEFLY).messages().stream()
                        .findFirst()
                        .map(found -> known(found.message()));
    }

    private static Known known(TrackedMessage message) {
        return new Known(
                message.receivedAt(),
                message.sender(),
                message.recipients(),
                message.subject(),
                message.messageId(),
                message.bytes(),
                message.lane().relayed());
    }

    /// The whole story of a message, the newest one with this MID; empty when it is not known, or not any more.
    public Optional<Story> story(long mid) {
        if (mid < 1) {
            return Optional.empty();
        }
        DaysAsked days = asked(patience);
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
                Entries.is(IndexFields.LANE, IndexFields.lane(found.message().lane())),
                Entries.inTime(from.toEpochMilli(), found.finished() ? until.toEpochMilli() : Long.MAX_VALUE));
        List<TrackedEvent> attempts = new ArrayList<>();
        days.until(from, until, day -> {
            int most = MOST_ATTEMPTS - attempts.size();
            attempts.addAll(Entries.read(days.question(day, events, most), NEWEST, EntryContent::ofDestination));
            return attempts.size() == MOST_ATTEMPTS;
        });
        boolean all = attempts.size() < MOST_ATTEMPTS && days.deadline().complete();
        return new Story(found, attempts.reversed(), all);
    }
}
