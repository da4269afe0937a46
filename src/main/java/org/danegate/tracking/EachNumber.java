package org.danegate.tracking;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.LongStream;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.jspecify.annotations.Nullable;

/// Collects the MIDs of entries. There may be millions: they are kept as plain numbers.
final class EachNumber implements CollectorManager<EachNumber.Numbers, LongStream> {

    @Override
    public Numbers newCollector() {
        return new Numbers();
    }

    @Override
    public LongStream reduce(Collection<Numbers> collectors) {
        return collectors.stream().flatMapToLong(Numbers::mids);
    }

    /// The MIDs of one part of an index.
    static final class Numbers extends SimpleCollector {

        private long[] mids = new long[64];
        private int size;
        private @Nullable NumericDocValues numbers;

        private LongStream mids() {
            return Arrays.stream(mids, 0, size);
        }

        @Override
        protected void doSetNextReader(LeafReaderContext context) throws IOException {
            numbers = context.reader().getNumericDocValues(IndexFields.NUMBER);
        }

        @Override
        public void collect(int entry) throws IOException {
            if (numbers != null && numbers.advanceExact(entry)) {
                if (size == mids.length) {
                    mids = Arrays.copyOf(mids, 2 * size);
                }
                mids[size++] = numbers.longValue();
            }
        }

        @Override
        public ScoreMode scoreMode() {
            return ScoreMode.COMPLETE_NO_SCORES;
        }
    }
}
