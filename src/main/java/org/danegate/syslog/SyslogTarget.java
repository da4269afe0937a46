package org.danegate.syslog;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.danegate.address.OutsideText;
import org.danegate.policy.SyslogPush;
import org.jspecify.annotations.Nullable;

/// Sends the lines of one log to its collector, on a thread of its own. Whoever hands in a line never waits: lines wait
/// in memory, the oldest give way when there are too many, and the collector is told how many.
public final class SyslogTarget {

    /// Lines that wait at most.
    static final int MOST_LINES = 20_000;

    /// Characters that wait at most.
    static final long MOST_CHARACTERS = 8_000_000;

    private static final int MOST_OF_ERROR = 300;
    private static final long LOOK_MILLIS = 500;

    private final SyslogPush settings;
    private final Way way;
    private final SyslogForm form;
    private final LongFunction<SyslogMessage> lossLine;
    private final InstantSource clock;
    private final WaitingLines lines;
    private final AtomicLong sent = new AtomicLong();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Retreat retreat = new Retreat();
    private final Thread thread;

    private volatile @Nullable LogConnection connection;
    private volatile @Nullable Instant connectedSince;
    private volatile @Nullable Instant failingSince;
    private volatile @Nullable String lastError;
    private volatile long sendingSince;
    private volatile boolean brokenOff;
    private volatile boolean givenUp;
    private long lossTold;

    /// Opens connections.
    interface Way {
        LogConnection open() throws IOException;
    }

    /// Begins at once.
    ///
    /// @param log its name
    /// @param lossLine the line that says how many lines were lost
    /// @param drops told how many lines were lost, each time
    SyslogTarget(
            String log,
            SyslogPush settings,
            Way way,
            SyslogForm form,
            LongFunction<SyslogMessage> lossLine,
            LongConsumer drops,
            InstantSource clock) {
        this.settings = settings;
        this.way = way;
        this.form = form;
        this.lossLine = lossLine;
        this.clock = clock;
        this.lines = new WaitingLines(MOST_LINES, MOST_CHARACTERS, drops);
        this.thread = Thread.ofPlatform().daemon().name("syslog-" + log).start(this::run);
    }

    /// Takes a line, and never waits.
    public void offer(SyslogMessage message) {
        lines.add(new WaitingLines.Line(message, null));
    }

    /// Takes a line and says when it was handed to the network, or false when it was lost.
    public CompletableFuture<Boolean> offerAndTell(SyslogMessage message) {
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        lines.add(new WaitingLines.Line(message, told));
        return told;
    }

    /// The state at this moment.
    public TargetState state() {
        return new TargetState(
                settings.protocol() + " " + settings.host() + ":" + settings.port(),
                connectedSince,
                sent.get(),
                lines.dropped(),
                lines.size(),
                lastError,
                failingSince);
    }

    /// Breaks a connection off whose collector has not taken a line for too long. Called now and then by another
    /// thread.
    public void watch() {
        long since = sendingSince;
        if (since != 0 && clock.millis() - since > Retreat.STUCK.toMillis()) {
            lastError = "the collector has taken nothing for " + Retreat.STUCK.toSeconds() + " s";
            brokenOff = true;
            breakOff();
        }
    }

    /// Lets the thread send what waits and end; returns at once.
    public void stop() {
        stopping.countDown();
    }

    /// Ends several at the same time.
    ///
    /// @param patience how long all together may go on sending; what waits after that is lost
    public static void end(List<SyslogTarget> targets, Duration patience) {
        targets.forEach(SyslogTarget::stop);
        long end = System.nanoTime() + patience.toNanos();
        targets.forEach(target -> target.awaitEnd(Duration.ofNanos(Math.max(1, end - System.nanoTime()))));
    }

    private void awaitEnd(Duration patience) {
        try {
            if (!thread.join(patience)) {
                givenUp = true;
                breakOff();
                thread.join(Duration.ofMillis(LOOK_MILLIS));
            }
        } catch (InterruptedException hurry) {
            givenUp = true;
            breakOff();
            Thread.currentThread().interrupt();
        }
    }

    private void breakOff() {
        LogConnection open = connection;
        if (open != null) {
            open.close();
        }
    }

    private void run() {
        try {
            while (!isOver()) {
                converse();
                if (isStopping()) {
                    break;
                }
                stopping.await(retreat.next().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            lines.giveUp();
        }
    }

    private boolean isOver() {
        return givenUp || isStopping() && lines.size() == 0;
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void converse() throws InterruptedException {
        Instant begun = clock.instant();
        try (LogConnection open = way.open()) {
            connection = open;
            begun = clock.instant();
            connectedSince = begun;
            failingSince = null;
            lossTold = 0;
            pump(open);
        } catch (IOException | RuntimeException failed) {
            failed(failed, begun);
        } finally {
            connection = null;
            connectedSince = null;
        }
    }

    private void failed(Exception why, Instant begun) {
        Instant now = clock.instant();
        if (failingSince == null) {
            failingSince = now;
        }
        if (!brokenOff) {
            String said = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
            lastError = OutsideText.brief(said, MOST_OF_ERROR);
        }
        brokenOff = false;
        sendingSince = 0;
        retreat.failed(connectedSince == null ? Duration.ZERO : Duration.between(begun, now));
    }

    /// Sends until the end; failures are thrown.
    private void pump(LogConnection open) throws IOException, InterruptedException {
        while (!givenUp) {
            WaitingLines.Line next = lines.take(LOOK_MILLIS);
            if (next != null) {
                send(open, next);
            } else if (isStopping()) {
                open.end();
                return;
            } else {
                open.check();
                tellLoss(open);
            }
        }
    }

    private void send(LogConnection open, WaitingLines.Line line) throws IOException {
        try {
            tellLoss(open);
            timed(open, line.message());
        } catch (IOException | RuntimeException failed) {
            lines.putBack(line);
            throw failed;
        }
        sent.incrementAndGet();
        line.done(true);
    }

    private void timed(LogConnection open, SyslogMessage message) throws IOException {
        sendingSince = clock.millis();
        open.send(form.octets(message));
        sendingSince = 0;
    }

    /// Says how many lines were lost: at once on a new connection, then now and then.
    private void tellLoss(LogConnection open) throws IOException {
        if (clock.millis() - lossTold < Retreat.TELL_LOSS.toMillis()) {
            return;
        }
        long number = lines.takeUntold();
        if (number == 0) {
            return;
        }
        lossTold = clock.millis();
        try {
            timed(open, lossLine.apply(number));
        } catch (IOException | RuntimeException failed) {
            lines.putBackUntold(number);
            throw failed;
        }
    }
}
