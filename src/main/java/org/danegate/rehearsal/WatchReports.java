package org.danegate.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.danegate.address.DomainName;
import org.danegate.monitor.DestinationCounters;
import org.danegate.queue.MessageQueue;
import org.jspecify.annotations.Nullable;

/// Reports what happened around the newest commit.
public final class WatchReports {

    /// Most destinations listed.
    public static final int MOST = 100;

    /// How long the set of touched destinations is kept: finding it reads the whole queue.
    private static final Duration KEPT = Duration.ofMinutes(1);

    private final CommitWatch watch;
    private final MessageQueue queue;
    private final DestinationCounters counters;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Touched touched;

    WatchReports(CommitWatch watch, MessageQueue queue, DestinationCounters counters, InstantSource clock) {
        this.watch = watch;
        this.queue = queue;
        this.counters = counters;
        this.clock = clock;
    }

    /// Touched destinations of a commit.
    private record Touched(long revision, Instant at, Set<DomainName> domains, KnownMail mail) {}

    /// The report on the newest commit that is or was watched.
    public Optional<WatchReport> newest() {
        return watch.newest().map(watched -> report(watched, touched(watched)));
    }

    private Touched touched(CommitWatch.Watched watched) {
        Instant now = clock.instant();
        lock.lock();
        try {
            Touched known = touched;
            if (known == null
                    || known.revision() != watched.revision()
                    || known.at().isBefore(now.minus(KEPT))) {
                KnownMail mail = KnownMail.of(queue, counters, now);
                known = new Touched(
                        watched.revision(),
                        now,
                        TouchedDestinations.between(watched.before(), watched.after(), mail.destinations()),
                        mail);
                touched = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private WatchReport report(CommitWatch.Watched watched, Touched touched) {
        List<WatchReport.Line> lines = touched.domains().stream()
                .map(domain -> line(domain, watched, touched.mail()))
                .filter(WatchReport.Line::hasMail)
                .sorted(Comparator.comparing(WatchReport.Line::worse)
                        .thenComparingLong(line -> line.after().deferred())
                        .thenComparingInt(WatchReport.Line::waiting)
                        .reversed()
                        .thenComparing(WatchReport.Line::domain))
                .toList();
        Duration passed = Duration.between(watched.at(), clock.instant());
        return new WatchReport(
                watched.revision(),
                watched.at(),
                (int) Math.clamp(passed.toMinutes(), 0, CommitWatch.LENGTH.toMinutes()),
                passed.compareTo(CommitWatch.LENGTH) >= 0,
                watched.complete(),
                watched.missing(),
                !watched.later().isEmpty() || counted(watched, passed),
                touched.domains().size(),
                lines.stream().limit(MOST).map(this::now).toList(),
                Math.max(0, lines.size() - MOST),
                sum(lines, WatchReport.Line::before),
                sum(lines, WatchReport.Line::after));
    }

    /// Whether anything was counted in the time that passed; a second between two steps of a restart is nothing.
    private static boolean counted(CommitWatch.Watched watched, Duration passed) {
        Duration watching = passed.compareTo(CommitWatch.LENGTH) < 0 ? passed : CommitWatch.LENGTH;
        Duration missing = watched.missing().stream().map(Gap::length).reduce(Duration.ZERO, Duration::plus);
        return missing.isZero() || watching.minus(missing).compareTo(Duration.ofSeconds(1)) > 0;
    }

    private static WatchReport.Line line(DomainName domain, CommitWatch.Watched watched, KnownMail mail) {
        return new WatchReport.Line(
                domain.ascii(),
                of(watched.earlier(), domain),
                of(watched.later(), domain),
                mail.backlog(domain).activeRecipients());
    }

    private static Outcomes of(Map<String, Outcomes> outcomes, DomainName domain) {
        return outcomes.getOrDefault(domain.ascii(), Outcomes.NONE);
    }

    /// The line with what waits at this moment.
    private WatchReport.Line now(WatchReport.Line line) {
        int waiting = queue.backlog(line.domain()).activeRecipients();
        return new WatchReport.Line(line.domain(), line.before(), line.after(), waiting);
    }

    private static Outcomes sum(List<WatchReport.Line> lines, Function<WatchReport.Line, Outcomes> which) {
        return lines.stream().map(which).reduce(Outcomes.NONE, Outcomes::plus);
    }
}
