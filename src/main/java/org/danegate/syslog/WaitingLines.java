package org.danegate.syslog;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Lines that wait for their collector: so many and no more. The oldest give way, and are counted. For any threads,
/// none
/// of which ever waits for room.
final class WaitingLines {

    private final LinkedBlockingDeque<Line> lines;
    private final long mostCharacters;
    private final LongConsumer drops;
    private final AtomicLong characters = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong untold = new AtomicLong();

    /// @param sent completed when the line was handed to the network; null when nobody asks
    record Line(SyslogMessage message, @Nullable CompletableFuture<Boolean> sent) {

        void done(boolean well) {
            if (sent != null) {
                sent.complete(well);
            }
        }
    }

    /// @param drops told how many lines gave way
    WaitingLines(int most, long mostCharacters, LongConsumer drops) {
        this.lines = new LinkedBlockingDeque<>(most);
        this.mostCharacters = mostCharacters;
        this.drops = drops;
    }

    void add(Line line) {
        while (characters.get() > mostCharacters && dropEldest()) {
            // Makes room.
        }
        while (!lines.offerLast(line)) {
            dropEldest();
        }
        characters.addAndGet(line.message().text().length());
    }

    private boolean dropEldest() {
        Line eldest = lines.pollFirst();
        if (eldest == null) {
            return false;
        }
        characters.addAndGet(-eldest.message().text().length());
        lost(eldest);
        return true;
    }

    private void lost(Line line) {
        dropped.incrementAndGet();
        untold.incrementAndGet();
        drops.accept(1);
        line.done(false);
    }

    /// The eldest line, after waiting for one; null when none came.
    @Nullable
    Line take(long millis) throws InterruptedException {
        Line next = lines.pollFirst(millis, TimeUnit.MILLISECONDS);
        if (next != null) {
            characters.addAndGet(-next.message().text().length());
        }
        return next;
    }

    /// Puts a line back that could not be sent; it is lost when there is no room any more.
    void putBack(Line line) {
        if (lines.offerFirst(line)) {
            characters.addAndGet(line.message().text().length());
        } else {
            lost(line);
        }
    }

    /// Gives up all lines that still wait.
    void giveUp() {
        while (dropEldest()) {
            // The next one.
        }
    }

    int size() {
        return lines.size();
    }

    /// Lines that gave way, ever.
    long dropped() {
        return dropped.get();
    }

    /// How many lines gave way and were not reported to the collector; 0 from then on.
    long takeUntold() {
        return untold.getAndSet(0);
    }

    /// Tells the collector of lost lines another time.
    void putBackUntold(long number) {
        untold.addAndGet(number);
    }
}
