package org.danegate.tracking;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/// Questions to the index of a day, and their answers.
final class Entries {

    static final Sort NEWEST_FIRST = new Sort(
            new SortField(IndexFields.AT, SortField.Type.LONG, true),
            new SortField(IndexFields.NUMBER, SortField.Type.LONG, true));

    static final Sort OLDEST_FIRST = new Sort(new SortField(IndexFields.AT, SortField.Type.LONG));

    private Entries() {}

    /// A question to a day.
    ///
    /// @param most how many entries at most, from 1
    record Question(DayIndex day, Deadline deadline, Query query, int most) {}

    /// When the first messages that match were received, and their MIDs, newest first.
    static List<TrackingQuery.After> places(Question asked) throws IOException {
        return asked.day().ask(asked.deadline(), searcher -> {
            List<TrackingQuery.After> places = new ArrayList<>();
            for (ScoreDoc hit : searcher.search(asked.query(), asked.most(), NEWEST_FIRST).scoreDocs) {
                Object[] sorted = ((FieldDoc) hit).fields;
                places.add(new TrackingQuery.After(Instant.ofEpochMilli((Long) sorted[0]), (Long) sorted[1]));
            }
            return places;
        });
    }

    /// Reads the contents of the first entries that match.
    static <T> List<T> read(Question asked, Sort order, Function<byte[], T> reading) throws IOException {
        return asked.day().ask(asked.deadline(), searcher -> {
            StoredFields stored = searcher.storedFields();
            List<T> read = new ArrayList<>();
            for (ScoreDoc hit : searcher.search(asked.query(), asked.most(), order).scoreDocs) {
                if (asked.deadline().shouldExit()) {
                    break;
                }
                BytesRef content = stored.document(hit.doc).getBinaryValue(IndexFields.CONTENT);
                int end = content.offset + content.length;
                read.add(reading.apply(Arrays.copyOfRange(content.bytes, content.offset, end)));
            }
            return read;
        });
    }

    /// All of several conditions.
    static Query all(Query... conditions) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        Arrays.stream(conditions).forEach(condition -> all.add(condition, BooleanClause.Occur.FILTER));
        return all.build();
    }

    /// At least one of several conditions.
    static Query any(Query... conditions) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        Arrays.stream(conditions).forEach(condition -> any.add(condition, BooleanClause.Occur.SHOULD));
        return any.build();
    }

    /// A condition, except for entries that meet another one.
    static Query except(Query condition, Query other) {
        return new BooleanQuery.Builder()
                .add(condition, BooleanClause.Occur.FILTER)
                .add(other, BooleanClause.Occur.MUST_NOT)
                .build();
    }

    /// A field has a value.
    static Query is(String field, String value) {
        return new TermQuery(new Term(field, IndexFields.cut(value)));
    }

    /// A field has a value that begins with a text.
    static Query begins(String field, String text) {
        return new PrefixQuery(new Term(field, IndexFields.cut(text)));
    }

    /// A field has one of several values.
    static Query isOneOf(String field, Collection<String> values) {
        return new TermInSetQuery(
                field, values.stream().map(IndexFields::cut).map(BytesRef::new).toList());
    }

    /// An entry is of a time.
    ///
    /// @param from milliseconds since 1970-01-01 UTC, inclusive, as is `to`
    static Query inTime(long from, long to) {
        return NumericDocValuesField.newSlowRangeQuery(IndexFields.AT, from, to);
    }
}
