package org.danegate.queue.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.danegate.queue.QueueFullException;

/// Writes batches of records to the current segment, with one force for each part, and continues with the spare segment
/// where the current one ends. For one thread.
final class BatchWriter {

    private static final int KEPT_PART = 8;

    private final LogSegments segments;
    private final SpareSegment spare;
    private final long segmentSize;
    private final RecordWriter records;
    private long position;
    private boolean spoilt;

    /// @param segments with a current segment that is empty
    /// @param segmentSize octets of a segment
    BatchWriter(LogSegments segments, SpareSegment spare, long segmentSize) {
        this.segments = segments;
        this.spare = spare;
        this.segmentSize = segmentSize;
        this.records = new RecordWriter(segments.current());
    }

    /// Keeps the last part of a segment for results of messages until there is another segment: they must be
    /// written even on a full disk. Returns what may be written; the rest is refused.
    List<Append> withRoom(List<Append> batch) {
        long end = position + batch.stream().mapToLong(Append::octets).sum();
        if (end <= segmentSize - segmentSize / KEPT_PART || spare.awaitKnown()) {
            return batch;
        }
        List<Append> states = new ArrayList<>();
        for (Append append : batch) {
            if (append.kind() == Append.Kind.STATE) {
                states.add(append);
            } else {
                append.done().completeExceptionally(new QueueFullException("no space left for the queue"));
            }
        }
        return states;
    }

    /// Writes a batch, split where a segment ends; each part is forced before its callers hear of it.
    ///
    /// @throws QueueFullException when there is no other segment to continue with
    /// @throws IOException when a part cannot be written; the callers of earlier parts have heard of them
    void write(List<Append> batch) throws IOException {
        int from = 0;
        if (spoilt && !batch.isEmpty()) {
            roll();
        }
        while (from < batch.size()) {
            int to = from;
            long end = position;
            while (to < batch.size() && end + batch.get(to).octets() <= segmentSize) {
                end += batch.get(to).octets();
                to++;
            }
            if (to == from) {
                roll();
                continue;
            }
            writePart(batch.subList(from, to), end);
            from = to;
        }
    }

    private void writePart(List<Append> part, long end) throws IOException {
        Segment into = segments.current();
        List<LogPosition> positions = forced(part, into, end);
        position = end;
        for (int i = 0; i < part.size(); i++) {
            if (part.get(i).kind() == Append.Kind.MESSAGE) {
                into.live().incrementAndGet();
            }
            part.get(i).done().complete(positions.get(i));
        }
    }

    /// Brings records to the disk; returns their positions.
    private List<LogPosition> forced(List<Append> part, Segment into, long end) throws IOException {
        List<LogPosition> positions = new ArrayList<>(part.size());
        try {
            records.begin(into, position);
            for (Append append : part) {
                positions.add(records.put(append.payload()));
            }
            records.flush();
            into.force();
        } catch (IOException | RuntimeException e) {
            // The content there is unknown now: nothing more goes into this segment.
            spoilt = true;
            into.wipe(position, end);
            throw e;
        }
        return positions;
    }

    private void roll() throws IOException {
        Segment next = spare.take();
        segments.begin(next);
        position = 0;
        spoilt = false;
        spare.prepare(next.number() + 1);
    }
}
