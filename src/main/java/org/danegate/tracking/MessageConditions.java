package org.danegate.tracking;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.danegate.event.TlsTag;

/// Turns the conditions of a search into a query for entries of messages.
final class MessageConditions {

    private final TrackingQuery asked;
    private final DaysAsked days;

    MessageConditions(TrackingQuery asked, DaysAsked days) {
        this.asked = asked;
        this.days = days;
    }

    /// The conditions, without those on time. Where later events decide, more messages than wanted may meet them.
    Query query() {
        List<Query> all = new ArrayList<>();
        all.add(Entries.is(IndexFields.KIND, IndexFields.MESSAGE));
        address(all, asked.sender(), IndexFields.SENDER, IndexFields.SENDER_DOMAIN);
        address(all, asked.recipient(), IndexFields.RECIPIENT, IndexFields.DESTINATION);
        subject(all);
        if (asked.mid() > 0) {
            all.add(Entries.is(IndexFields.MID, Long.toString(asked.mid())));
        }
        if (!asked.messageId().isBlank()) {
            all.add(Entries.is(IndexFields.MESSAGE_ID, IndexFields.bare(asked.messageId())));
        }
        if (!asked.destination().isBlank()) {
            all.add(Entries.is(IndexFields.DESTINATION, lower(asked.destination())));
        }
        if (asked.outcome() != null) {
            all.add(outcome(asked.outcome()));
        }
        if (asked.dane() != null) {
            all.add(has(IndexFields.DANE, asked.dane().name()));
        }
        TlsTag tls = asked.tls();
        if (tls != null) {
            all.add(Entries.is(IndexFields.TLS, IndexFields.tls(tls)));
        }
        return Entries.all(all.toArray(Query[]::new));
    }

    private void subject(List<Query> all) {
        if (asked.subject().isBlank()) {
            return;
        }
        List<String> words = SubjectWords.of(asked.subject());
        if (words.isEmpty()) {
            all.add(new MatchNoDocsQuery("no word to search for"));
        }
        words.forEach(word -> all.add(Entries.begins(IndexFields.SUBJECT, word)));
    }

    private static void address(List<Query> all, String asked, String address, String domain) {
        if (asked.isBlank()) {
            return;
        }
        String text = lower(IndexFields.bare(asked));
        if (text.isEmpty()) {
            all.add(Entries.is(address, ""));
        } else if (text.startsWith("@")) {
            all.add(Entries.is(domain, text.substring(1)));
        } else if (text.contains("@")) {
            all.add(Entries.begins(address, text));
        } else {
            all.add(Entries.any(Entries.begins(address, text), Entries.is(domain, text)));
        }
    }

    private static String lower(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    private Query outcome(TrackedEvent.Kind outcome) {
        Query has = has(IndexFields.OUTCOME, outcome.name());
        return outcome == TrackedEvent.Kind.SOFT_BOUNCED
                ? Entries.any(has, Entries.is(IndexFields.OUTCOME, IndexFields.WAITING))
                : has;
    }

    /// Messages whose own entry has a value, or one of whose later entries has it.
    private Query has(String field, String value) {
        Query later = Entries.all(Entries.is(IndexFields.KIND, IndexFields.LATER), Entries.is(field, value));
        Instant from = asked.from();
        long[] numbers = days.collect(from, later, new EachNumber()).stream()
                .flatMapToLong(mids -> mids)
                .toArray();
        return Entries.any(
                Entries.is(field, value), NumericDocValuesField.newSlowSetQuery(IndexFields.NUMBER, numbers));
    }
}
