package org.danegate.tracking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.search.Query;

/// Searches messages and tells their stories.
public final class Tracking {

    /// The most events of its destinations that a story shows, of each day.
    private static final int MOST_ATTEMPTS = 1000;

    /// The most entries with later events that are read for the messages of an answer.
    private static final int MOST_LATER = 100_000;

    /// Messages received in one millisecond that a search can go through page by page.
    private static final int AT_ONCE = 1000;

    private static final long SHORT_STRETCH = Duration.ofMinutes(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final TrackingStore store;
    private final TrackingReader reader;

    Tracking(TrackingStore store, TrackingReader reader) {
        this.store = store;
        this.reader = reader;
    }

    /// The messages that meet all conditions, the newest first, at most as many as the query's limit.
    ///
    /// @throws UncheckedIOException when the index cannot be read
    public List<FoundMessage> search(TrackingQuery query) {
        reader.flush();
        try {
            Query messages = new MessageConditions(query, store).query();
            List<FoundMessage> found = new ArrayList<>();
            for (DayIndex day : store.between(query.from(), query.to())) {
                int wanted = query.limit() - found.size();
                if (wanted > 0) {
                    found.addAll(newest(day, messages, query, wanted));
                }
            }
            return withLaterEvents(found);
        } catch (IOException e) {
            throw new UncheckedIOException("Message tracking cannot be read", e);
        }
    }

    /// The newest messages of a day. A short stretch before the end is asked first: it often has enough of them,
    /// and then the others need not be sorted.
    private static List<FoundMessage> newest(DayIndex day, Query messages, TrackingQuery query, int wanted)
            throws IOException {
        long to = query.to().toEpochMilli() - 1;
        if (query.after() != null) {
            to = Math.min(to, query.after().receivedAt().toEpochMilli());
        }
        long from = query.from().toEpochMilli();
        long newest = day.newest();
        long end = Math.min(to, newest);
        for (long length = SHORT_STRETCH; ; length *= 10) {
            long begin = Math.max(from, end - Math.min(length, DAY));
            List<FoundMessage> found = read(day, Entries.all(messages, Entries.inTime(begin, to)), query, wanted);
            if (found.size() >= wanted || begin == from || length >= DAY) {
                return found;
            }
        }
    }

    private static List<FoundMessage> read(DayIndex day, Query messages, TrackingQuery query, int wanted)
            throws IOException {
        TrackingQuery.After after = query.after();
        int most = after == null ? wanted : wanted + AT_ONCE;
        return Entries.read(day, messages, most, Entries.NEWEST_FIRST, IndexFields::message).stream()
                .filter(found -> after == null || after.comesBefore(found.message()))
                .limit(wanted)
                .toList();
    }

    /// The whole story of a message; empty when it is not known, or not any more.
    ///
    /// @throws UncheckedIOException when the index cannot be read
    public Optional<Story> story(long mid) {
        reader.flush();
        try {
            Query one = Entries.all(
                    Entries.is(IndexFields.KIND, IndexFields.MESSAGE), Entries.is(IndexFields.MID, Long.toString(mid)));
            for (DayIndex day : store.since(Instant.EPOCH)) {
                List<FoundMessage> found = Entries.read(day, one, 1, Entries.NEWEST_FIRST, IndexFields::message);
                if (!found.isEmpty()) {
                    return Optional.of(story(withLaterEvents(found).getFirst()));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Message tracking cannot be read", e);
        }
    }

    private Story story(FoundMessage found) throws IOException {
        Instant from = found.message().receivedAt();
        Instant until = found.finished() ? found.events().getLast().at().plusSeconds(1) : Instant.MAX;
        Query events = Entries.all(
                Entries.is(IndexFields.KIND, IndexFields.OF_DESTINATION),
                Entries.isOneOf(IndexFields.DESTINATION, found.destinations()),
                Entries.inTime(from.toEpochMilli(), found.finished() ? until.toEpochMilli() : Long.MAX_VALUE));
        List<TrackedEvent> attempts = new ArrayList<>();
        for (DayIndex day : store.between(from, until).reversed()) {
            attempts.addAll(Entries.read(day, events, MOST_ATTEMPTS, Entries.OLDEST_FIRST, IndexFields::ofDestination));
        }
        return new Story(found, attempts);
    }

    /// Adds the events that came when the messages were in the index already.
    private List<FoundMessage> withLaterEvents(List<FoundMessage> messages) throws IOException {
        if (messages.isEmpty()) {
            return messages;
        }
        Set<String> mids = messages.stream()
                .map(found -> Long.toString(found.message().mid()))
                .collect(Collectors.toSet());
        Instant first = messages.getLast().message().receivedAt();
        Query later =
                Entries.all(Entries.is(IndexFields.KIND, IndexFields.LATER), Entries.isOneOf(IndexFields.MID, mids));
        Map<Long, List<TrackedEvent>> events = new HashMap<>();
        for (DayIndex day : store.since(first)) {
            for (IndexFields.Later entry :
                    Entries.read(day, later, MOST_LATER, Entries.OLDEST_FIRST, IndexFields::later)) {
                events.computeIfAbsent(entry.mid(), mid -> new ArrayList<>()).addAll(entry.events());
            }
        }
        return messages.stream().map(message -> with(message, events)).toList();
    }

    private static FoundMessage with(FoundMessage found, Map<Long, List<TrackedEvent>> later) {
        List<TrackedEvent> events = new ArrayList<>(found.events());
        events.addAll(later.getOrDefault(found.message().mid(), List.of()));
        events.sort(Comparator.comparing(TrackedEvent::at));
        return new FoundMessage(found.message(), events);
    }
}
