package org.danegate.monitor.web;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The rows that the open pages show, so that each page gets only the rows that changed: a list of a thousand
/// destinations is 1.8 MB, and each second changes a few of them. The pages not heard from for the longest time are
/// forgotten and get all rows again.
@Component
final class ShownRows {

    private static final int PAGES = 64;
    /// Seconds of countdowns are sent at this interval, not each second: every row with waiting mail has one.
    private static final int COUNTING_SECONDS = 15;

    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, Shown> pages = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Shown> eldest) {
            return size() > PAGES;
        }
    };

    /// @param ask the parameters of the page
    /// @param rows a hash of each row by its domain, in the order of the list
    private record Shown(long number, Ask ask, LinkedHashMap<String, Integer> rows) {}

    /// The answer to a page.
    ///
    /// @param number to be sent back with the next request
    /// @param part whether rows are left out because the page has them
    /// @param lines rows to show
    /// @param order domains of all rows in their order, separated by blanks; null when unchanged
    /// @param count how many rows the page then shows
    record Answer(
            long number,
            boolean part,
            List<Line> lines,
            @Nullable String order,
            int count) {}

    /// All rows for a page that is being opened.
    ///
    /// @param page identifies the page, across sessions
    Answer all(String page, Ask ask, List<Line> lines, Instant at) {
        Shown now = remember(page, ask, lines, at);
        return new Answer(now.number(), false, lines, null, lines.size());
    }

    /// The rows that changed; all of them when it is uncertain what the page has.
    ///
    /// @param seen number of the last answer that it received
    Answer since(String page, long seen, Ask ask, List<Line> lines, Instant at) {
        Shown before = known(page);
        Shown now = remember(page, ask, lines, at);
        if (before == null
                || before.number() != seen
                || !before.ask().equals(ask)
                || before.rows().isEmpty()
                || lines.isEmpty()) {
            return new Answer(now.number(), false, lines, null, lines.size());
        }
        return changed(before, now, lines);
    }

    private static Answer changed(Shown before, Shown now, List<Line> lines) {
        boolean sameOrder = List.copyOf(before.rows().keySet())
                .equals(List.copyOf(now.rows().keySet()));
        return new Answer(
                now.number(),
                true,
                lines.stream()
                        .filter(line -> !Objects.equals(
                                now.rows().get(line.domain()), before.rows().get(line.domain())))
                        .toList(),
                sameOrder ? null : lines.stream().map(Line::domain).collect(Collectors.joining(" ")),
                lines.size());
    }

    private @Nullable Shown known(String page) {
        lock.lock();
        try {
            return pages.get(page);
        } finally {
            lock.unlock();
        }
    }

    private Shown remember(String page, Ask ask, List<Line> lines, Instant at) {
        LinkedHashMap<String, Integer> rows = LinkedHashMap.newLinkedHashMap(lines.size());
        lines.forEach(line -> rows.put(line.domain(), line.look(at.getEpochSecond() / COUNTING_SECONDS)));
        Shown shown = new Shown(numbers.incrementAndGet(), ask, rows);
        lock.lock();
        try {
            pages.put(page, shown);
        } finally {
            lock.unlock();
        }
        return shown;
    }
}
