package org.danegate.tracking;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.lucene.search.Query;

/// Adds to messages the events that came when their entries had been written.
final class LaterEvents {

    /// The most entries of each day that are read for the messages of an answer.
    private static final int MOST = 100_000;

    private final DaysAsked days;

    LaterEvents(DaysAsked days) {
        this.days = days;
    }

    /// The messages with all their events.
    ///
    /// @param messages the newest first
    List<FoundMessage> added(List<FoundMessage> messages) {
        if (messages.isEmpty()) {
            return messages;
        }
        Set<String> mids = messages.stream()
                .map(found -> Long.toString(found.message().mid()))
                .collect(Collectors.toSet());
        Instant first = messages.getLast().message().receivedAt();
        Query later = ofKind(IndexFields.LATER, mids);
        Map<Long, List<TrackedEvent>> events = new HashMap<>();
        days.read(first, Instant.MAX, later, MOST, Entries.OLDEST_FIRST, EntryContent::later)
                .forEach(entry -> events.computeIfAbsent(entry.mid(), mid -> new ArrayList<>())
                        .addAll(entry.events()));
        Map<Long, NavigableSet<Instant>> begins = begins(events.keySet(), first);
        return messages.stream()
                .map(message -> with(
                        message,
                        events.getOrDefault(message.message().mid(), List.of()),
                        begins.getOrDefault(message.message().mid(), new TreeSet<>())))
                .toList();
    }

    private static Query ofKind(String kind, Collection<String> mids) {
        return Entries.all(Entries.is(IndexFields.KIND, kind), Entries.isOneOf(IndexFields.MID, mids));
    }

    /// When messages with these MIDs were received. A queue that was lost begins with MID 1 again, so there may be
    /// several with one MID.
    private Map<Long, NavigableSet<Instant>> begins(Set<Long> mids, Instant first) {
        if (mids.isEmpty()) {
            return Map.of();
        }
        Query messages = ofKind(
                IndexFields.MESSAGE,
                mids.stream().map(mid -> Long.toString(mid)).toList());
        Map<Long, NavigableSet<Instant>> begins = new HashMap<>();
        days.each(first, Instant.MAX, day -> Entries.places(days.question(day, messages, MOST))).stream()
                .flatMap(List::stream)
                .forEach(place -> begins.computeIfAbsent(place.mid(), mid -> new TreeSet<>())
                        .add(place.receivedAt()));
        return begins;
    }

    private static FoundMessage with(FoundMessage found, List<TrackedEvent> later, NavigableSet<Instant> begins) {
        // The index knows milliseconds.
        Instant begin = found.message().receivedAt().truncatedTo(ChronoUnit.MILLIS);
        Instant next = begins.higher(begin);
        boolean first = begins.lower(begin) == null;
        List<TrackedEvent> events = new ArrayList<>(found.events());
        later.stream()
                .filter(event -> next == null || event.at().isBefore(next))
                .filter(event -> first || !event.at().isBefore(begin))
                .forEach(events::add);
        events.sort(Comparator.comparing(TrackedEvent::at));
        return new FoundMessage(found.message(), events);
    }
}
