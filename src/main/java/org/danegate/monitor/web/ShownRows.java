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

/// What the open pages show, so that each is sent only the rows that became otherwise: a list of a thousand
/// destinations is 1.8 MB, and a second changes a few of them. Pages that were not heard of for longest are forgotten
/// and get everything once more.
@Component
final class ShownRows {

    private static final int PAGES = 64;
    /// Seconds that count down are sent this often, not each second: every row of a list that waits has some.
    private static final int COUNTING_SECONDS = 15;

    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, Shown> pages = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Shown> eldest) {
            return size() > PAGES;
        }
    };

    /// @param ask what the page asks for
    /// @param rows a hash of each row by its domain, in the order of the list
    private record Shown(long number, DeliveryStatusPage.Ask ask, LinkedHashMap<String, Integer> rows) {}

    /// What a page is sent.
    ///
    /// @param number to be handed back with the next question
    /// @param part whether rows are left out because the page has them
    /// @param lines rows to be shown
    /// @param order domains of all rows in their order, apart by blanks; null where it is as before
    /// @param count how many rows the page shows with these
    record Answer(
            long number,
            boolean part,
            List<Line> lines,
            @Nullable String order,
            int count) {}

    /// All rows of a page that is opened.
    ///
    /// @param page tells the pages apart, beyond sessions
    Answer all(String page, DeliveryStatusPage.Ask ask, List<Line> lines, Instant at) {
        Shown now = remember(page, ask, lines, at);
        return new Answer(now.number(), false, lines, null, lines.size());
    }

    /// The rows that are otherwise now; all of them where it is not known for sure what the page has.
    ///
    /// @param seen number of the last answer that arrived there
    Answer since(String page, long seen, DeliveryStatusPage.Ask ask, List<Line> lines, Instant at) {
        Shown before = known(page);
        Shown now = remember(page, ask, lines, at);
        if (before == null
                || before.number() != seen
                || !before.ask().equals(ask)
                || before.rows().isEmpty()
                || lines.isEmpty()) {
            return new Answer(now.number(), false, lines, null, lines.size());
        }
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

    private Shown remember(String page, DeliveryStatusPage.Ask ask, List<Line> lines, Instant at) {
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
