package org.danegate.maillog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/// Reads a log line by line, oldest first, and keeps the newest matching lines with their context.
final class LineCollector {

    private record Kept(long number, String text, boolean found) {}

    private final Predicate<String> filter;
    private final int context;
    private final int limit;
    private final Deque<Kept> before = new ArrayDeque<>();
    private final Deque<Kept> kept = new ArrayDeque<>();
    private long number;
    private long matches;
    private int held;
    private int after;

    LineCollector(Predicate<String> filter, int context, int limit) {
        this.filter = filter;
        this.context = context;
        this.limit = limit;
    }

    void add(String text) {
        number++;
        if (filter.test(text)) {
            matched(text);
        } else if (after > 0) {
            after--;
            kept.addLast(new Kept(number, text, false));
        } else if (context > 0) {
            before.addLast(new Kept(number, text, false));
            if (before.size() > context) {
                before.removeFirst();
            }
        }
    }

    private void matched(String text) {
        matches++;
        kept.addAll(before);
        before.clear();
        kept.addLast(new Kept(number, text, true));
        after = context;
        if (++held > limit) {
            dropOldest();
        }
    }

    /// Drops the oldest match and the context kept only for it.
    private void dropOldest() {
        while (!kept.isEmpty() && !kept.getFirst().found()) {
            kept.removeFirst();
        }
        if (!kept.isEmpty()) {
            kept.removeFirst();
            held--;
        }
        long next = kept.stream()
                .filter(Kept::found)
                .mapToLong(Kept::number)
                .findFirst()
                .orElse(Long.MAX_VALUE);
        while (!kept.isEmpty() && !kept.getFirst().found() && kept.getFirst().number() < next - context) {
            kept.removeFirst();
        }
    }

    FoundLines result() {
        List<FoundLines.Line> lines = new ArrayList<>();
        long last = 0;
        for (Kept line : kept) {
            lines.add(new FoundLines.Line(
                    line.text(), line.found(), last > 0 && line.number() != last + 1 && context > 0));
            last = line.number();
        }
        return new FoundLines(lines, matches, held);
    }
}
