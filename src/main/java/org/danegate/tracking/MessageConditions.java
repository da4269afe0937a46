package org.danegate.tracking;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.jspecify.annotations.Nullable;

/// Turns the conditions of a search into a query for entries of messages.
final class MessageConditions {

    private final TrackingQuery asked;
    private final TrackingStore store;

    MessageConditions(TrackingQuery asked, TrackingStore store) {
        this.asked = asked;
        this.store = store;
    }

    /// The conditions, without those on time.
    Query query() throws IOException {
        List<Query> all = new ArrayList<>();
        all.add(Entries.is(IndexFields.KIND, IndexFields.MESSAGE));
        address(all, asked.sender(), IndexFields.SENDER, IndexFields.SENDER_DOMAIN);
        address(all, asked.recipient(), IndexFields.RECIPIENT, IndexFields.DESTINATION);
        words(asked.subject()).forEach(word -> all.add(new PrefixQuery(new Term(IndexFields.SUBJECT, word))));
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
            all.add(has(IndexFields.OUTCOME, asked.outcome().name()));
        }
        if (asked.dane() != null) {
            all.add(has(IndexFields.DANE, asked.dane().name()));
        }
        return Entries.all(all.toArray(Query[]::new));
    }

    private static void address(List<Query> all, String asked, String address, String domain) {
        String text = lower(asked);
        if (text.isEmpty()) {
            return;
        }
        all.add(
                text.startsWith("@")
                        ? Entries.is(domain, text.substring(1))
                        : text.contains("@")
                                ? new PrefixQuery(new Term(address, text))
                                : Entries.any(new PrefixQuery(new Term(address, text)), Entries.is(domain, text)));
    }

    private static String lower(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    private static List<String> words(String text) throws IOException {
        List<String> words = new ArrayList<>();
        try (StandardAnalyzer analyzer = new StandardAnalyzer();
                TokenStream tokens = analyzer.tokenStream(IndexFields.SUBJECT, text)) {
            CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                words.add(word.toString());
            }
            tokens.end();
        }
        return words;
    }

    /// Messages whose own entry has a value, or one of whose later entries has it.
    private Query has(String field, String value) throws IOException {
        Set<Long> later = new HashSet<>();
        Query entries = Entries.all(Entries.is(IndexFields.KIND, IndexFields.LATER), Entries.is(field, value));
        for (DayIndex day : store.since(asked.from())) {
            later.addAll(day.ask(searcher -> searcher.search(entries, new EachNumber())));
        }
        long[] numbers = later.stream().mapToLong(Long::longValue).toArray();
        return Entries.any(
                Entries.is(field, value), NumericDocValuesField.newSlowSetQuery(IndexFields.NUMBER, numbers));
    }

    /// Collects the MIDs of entries.
    private static final class EachNumber implements CollectorManager<Numbers, Set<Long>> {

        @Override
        public Numbers newCollector() {
            return new Numbers();
        }

        @Override
        public Set<Long> reduce(Collection<Numbers> collectors) {
            Set<Long> all = new HashSet<>();
            collectors.forEach(collector -> all.addAll(collector.mids));
            return all;
        }
    }

    /// The MIDs of one part of an index.
    private static final class Numbers extends SimpleCollector {

        private final Set<Long> mids = new HashSet<>();
        private @Nullable NumericDocValues numbers;

        @Override
        protected void doSetNextReader(LeafReaderContext context) throws IOException {
            numbers = context.reader().getNumericDocValues(IndexFields.NUMBER);
        }

        @Override
        public void collect(int entry) throws IOException {
            if (numbers != null && numbers.advanceExact(entry)) {
                mids.add(numbers.longValue());
            }
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.COMPLETE_NO_SCORES;
        }
    }
}
