package org.danegate.tracking;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.lucene.search.Query;

/// Finds out whether a message was deferred together with all mail of its lane. Such a deferral is one entry for the
/// destination and lane, however many messages wait, so it is looked up for each message that waited.
final class SharedDeferrals {

    private final DaysAsked days;

    SharedDeferrals(DaysAsked days) {
        this.days = days;
    }

    /// Whether a destination was deferred while the message waited for it.
    ///
    /// @param found with all its events
    boolean of(FoundMessage found) {
        Map<Integer, TrackedEvent> latest = found.latest();
        return found.destinations().stream().anyMatch(destination -> {
            List<Instant> ends = IntStream.range(0, found.message().recipients().size())
                    .filter(rid -> is(found.message().recipients().get(rid), destination))
                    .mapToObj(latest::get)
                    .map(last -> last != null && last.kind().isFinal() ? last.at() : Instant.MAX)
                    .toList();
            Instant end = ends.stream().max(Instant::compareTo).orElse(Instant.MAX);
            return deferred(destination, found.message(), end);
        });
    }

    private static boolean is(String recipient, String destination) {
        return IndexFields.domain(recipient.toLowerCase(Locale.ROOT)).equals(destination);
    }

    private boolean deferred(String destination, TrackedMessage message, Instant until) {
        Instant from = message.receivedAt();
        Query deferrals = Entries.all(
                Entries.is(IndexFields.KIND, IndexFields.OF_DESTINATION),
                Entries.is(IndexFields.OUTCOME, TrackedEvent.Kind.DEFERRED.name()),
                Entries.is(IndexFields.DESTINATION, destination),
                Entries.is(IndexFields.LANE, IndexFields.lane(message.lane())),
                Entries.inTime(
                        from.toEpochMilli(), until.equals(Instant.MAX) ? Long.MAX_VALUE : until.toEpochMilli() - 1));
        AtomicBoolean deferred = new AtomicBoolean();
        days.until(from, until, day -> {
            deferred.set(day.ask(days.deadline(), searcher -> searcher.search(deferrals, 1).scoreDocs.length > 0));
            return deferred.get();
        });
        return deferred.get();
    }
}
