package org.danegate.tracking;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/// One search for messages. It takes them in portions, the newest first, and drops those whose later events show that
/// they were not meant.
final class MessageSearch {

    /// Messages that are read at once: they may have many recipients.
    private static final int PORTION = 200;

    /// Recipients after which an answer ends, so that its size is bounded.
    private static final int MOST_RECIPIENTS = 50_000;

    private static final long SHORT_STRETCH = Duration.ofMinutes(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final TrackingQuery asked;
    private final DaysAsked days;
    private final LaterEvents later;
    private final SharedDeferrals deferrals;

    MessageSearch(TrackingQuery asked, DaysAsked days) {
        this.asked = asked;
        this.days = days;
        this.later = new LaterEvents(days);
        this.deferrals = new SharedDeferrals(days);
    }

    /// Searches.
    TrackingAnswer answer() {
        Query messages = new MessageConditions(asked, days).query();
        List<FoundMessage> found = new ArrayList<>();
        TrackingQuery.After after = asked.after();
        boolean more = true;
        while (more && !full(found) && !days.deadline().shouldExit()) {
            // A filter may leave few of a portion, so its portions do not become smaller towards the end.
            int most = asked.outcome() == null ? Math.min(PORTION, asked.limit() - found.size()) : PORTION;
            List<FoundMessage> portion = later.added(portion(messages, after, most));
            portion.stream()
                    .filter(this::isMeant)
                    .takeWhile(message -> !full(found))
                    .forEach(found::add);
            more = portion.size() == most;
            after = portion.isEmpty() ? after : TrackingQuery.After.of(portion.getLast());
        }
        TrackingQuery.After next = full(found) ? TrackingQuery.After.of(found.getLast()) : null;
        return new TrackingAnswer(found, days.deadline().complete(), next);
    }

    private boolean full(List<FoundMessage> found) {
        return found.size() >= asked.limit()
                || found.stream()
                                .mapToInt(one -> one.message().recipients().size())
                                .sum()
                        >= MOST_RECIPIENTS;
    }

    /// Whether the message has the outcome, with all its events: the index also finds those that only may have
    /// it, or that have their MID in common with one that does.
    private boolean isMeant(FoundMessage message) {
        return asked.outcome() == null
                || message.events().stream().anyMatch(event -> event.kind() == asked.outcome())
                || asked.outcome() == TrackedEvent.Kind.SOFT_BOUNCED && deferrals.of(message);
    }

    private List<FoundMessage> portion(Query messages, TrackingQuery.@Nullable After after, int most) {
        List<FoundMessage> portion = new ArrayList<>();
        days.until(asked.from(), asked.to(), day -> {
            portion.addAll(newest(day, messages, after, most - portion.size()));
            return portion.size() >= most;
        });
        return portion;
    }

    /// The newest messages of a day. A short stretch before the end is asked first: it often has enough of them,
    /// and then the others need not be sorted.
    private List<FoundMessage> newest(DayIndex day, Query messages, TrackingQuery.@Nullable After after, int wanted)
            throws IOException {
        long from = asked.from().toEpochMilli();
        long last = asked.to().toEpochMilli() - 1;
        long to = after == null ? last : Math.min(last, after.receivedAt().toEpochMilli());
        long end = Math.max(from, Math.min(to, day.newest(days.deadline())));
        for (long length = SHORT_STRETCH; ; length *= 10) {
            long begin = Math.max(from, end - Math.min(length, DAY));
            Query stretch = Entries.all(messages, Entries.inTime(begin, to));
            Query left = after == null ? stretch : Entries.except(stretch, upTo(after));
            List<FoundMessage> found =
                    Entries.read(days.question(day, left, wanted), Entries.NEWEST_FIRST, EntryContent::message);
            if (found.size() >= wanted || begin == from || length >= DAY) {
                return found;
            }
        }
    }

    /// Messages of the same millisecond that an earlier answer had.
    private static Query upTo(TrackingQuery.After after) {
        long at = after.receivedAt().toEpochMilli();
        return Entries.all(
                Entries.inTime(at, at),
                NumericDocValuesField.newSlowRangeQuery(IndexFields.NUMBER, after.mid(), Long.MAX_VALUE));
    }
}
