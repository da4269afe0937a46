package org.danegate.tlsreports;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.danegate.address.DomainName;
import org.danegate.dkim.DkimSigning;
import org.danegate.policy.TlsReportSettings;
import org.danegate.tlsrpt.DayReport;
import org.danegate.tlsrpt.ReportSchedule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the reports that are due. What is decided about a report is written down before anything is handed over: a
/// server that ends in between does not send it a second time.
final class ReportRound {

    private static final Logger LOG = LoggerFactory.getLogger(ReportRound.class);

    private static final int AT_ONCE = 16;
    private static final int DAYS_BACK = 3;
    private static final int IN_A_ROUND = 500;

    private final ReportTerms terms;
    private final ReportBooks books;
    private final ReportDiscovery discovery;
    private final Handover handover;
    private final DkimSigning signing;
    private final InstantSource clock;

    ReportRound(
            ReportTerms terms,
            ReportBooks books,
            ReportDiscovery discovery,
            Handover handover,
            DkimSigning signing,
            InstantSource clock) {
        this.terms = terms;
        this.books = books;
        this.discovery = discovery;
        this.handover = handover;
        this.signing = signing;
        this.clock = clock;
    }

    /// Sends what is due, and tries again what waits. Blocks until all of it is handed over.
    void run() {
        if (terms.settings().mode() != TlsReportSettings.Mode.SEND) {
            return;
        }
        Instant now = clock.instant();
        Queue<Begun> begun = new ConcurrentLinkedQueue<>();
        List<Runnable> decisions = new ArrayList<>();
        books.sendings().in(SendingState.WAITING).stream()
                .filter(s -> !s.next().isAfter(now))
                .forEach(s -> decisions.add(() -> again(s, begun)));
        due(now).forEach(line -> decisions.add(() -> decide(line, begun)));
        atOnce(decisions);
        if (!begun.isEmpty()) {
            books.sendings().force();
            atOnce(begun.stream().<Runnable>map(one -> () -> begin(one)).toList());
        }
    }

    /// A report that is written down as being handed over.
    private record Begun(ReportSending sending, DayReport report) {}

    private static void atOnce(List<Runnable> work) {
        try (ExecutorService some = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofVirtual().name("tlsrpt-sending").factory())) {
            work.forEach(one -> some.execute(() -> safely(one)));
        }
    }

    /// One report that fails does not keep the others; what it left is seen by the next look.
    private static void safely(Runnable one) {
        try {
            one.run();
        } catch (RuntimeException e) {
            LOG.warn("A TLS report could not be sent; it is tried again unless it was handed over", e);
        }
    }

    private List<DayLine> due(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return today.minusDays(DAYS_BACK)
                .datesUntil(today)
                .filter(day -> now.isBefore(ReportSchedule.latest(day)))
                .flatMap(day -> books.days().undecided(day).stream())
                .filter(line -> !now.isBefore(ReportSchedule.due(terms.report(line.day(), line.domain(), List.of()))))
                .limit(IN_A_ROUND)
                .toList();
    }

    private void decide(DayLine line, Queue<Begun> begun) {
        Instant now = clock.instant();
        DayReport report =
                terms.report(line.day(), line.domain(), books.counts().of(line.day(), line.domain()));
        RecordFound second = discovery.of(line.domain(), now);
        ReportDecision decision =
                ReportDecision.of(report, terms.settings(), line.record(), second, isSigned(report), now);
        switch (decision) {
            case ReportDecision.Later later -> {}
            case ReportDecision.Never never -> books.sendings().decide(decided(report, now, never.reason(), List.of()));
            case ReportDecision.Send send -> begun.addAll(begin(report, send, now));
        }
    }

    private boolean isSigned(DayReport report) {
        return signing.signsFor(report.contact(), new DomainName(report.submitter()));
    }

    private List<Begun> begin(DayReport report, ReportDecision.Send send, Instant now) {
        SendingLimits limits = new SendingLimits(books.sendings());
        List<ReportSending> sendings = send.targets().stream()
                .map(target -> ReportSending.begin(report.day(), report.domain(), target, now))
                .collect(Collectors.toMap(
                        ReportSending::targetKey, Function.identity(), (one, same) -> one, LinkedHashMap::new))
                .values()
                .stream()
                .map(sending -> limits.applied(sending, now))
                .toList();
        return books.sendings().decide(decided(report, now, "", sendings))
                ? sendings.stream().map(sending -> new Begun(sending, report)).toList()
                : List.of();
    }

    private void begin(Begun one) {
        if (one.sending().state() == SendingState.HANDING_OVER) {
            handover.over(one.sending(), one.report());
        } else {
            handover.note(one.sending());
        }
    }

    private static DecidedReport decided(DayReport report, Instant now, String reason, List<ReportSending> sendings) {
        return new DecidedReport(
                report.day(), report.domain(), report.organization(), report.contact(), now, reason, sendings);
    }

    /// A receiver is not tried again when another one has taken the report (RFC 8460 section 3).
    private void again(ReportSending waiting, Queue<Begun> begun) {
        DecidedReport decided =
                books.sendings().find(waiting.day(), waiting.domain()).orElseThrow();
        ReportSending next = next(waiting, decided, clock.instant());
        if (books.sendings().change(waiting, next)) {
            begun.add(new Begun(next, report(decided)));
        }
    }

    private static ReportSending next(ReportSending waiting, DecidedReport decided, Instant now) {
        if (decided.sendings().stream().anyMatch(s -> s.state() == SendingState.TAKEN)) {
            return waiting.in(SendingState.LEFT_OUT, now, "another receiver has taken the report");
        }
        return now.isBefore(ReportSchedule.latest(waiting.day()))
                ? waiting.again(now)
                : waiting.in(SendingState.FAILED, now, "too late: " + waiting.reason());
    }

    private DayReport report(DecidedReport decided) {
        return new DayReport(
                decided.day(),
                decided.domain(),
                decided.organization(),
                decided.contact(),
                books.counts().of(decided.day(), decided.domain()));
    }
}
