package org.danegate.tlsreports;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.danegate.address.DomainName;
import org.danegate.timing.RegularWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Stores what was counted, each half minute and at stop, looks up what the domains publish, sends reports, and deletes
/// old days. A crash loses half a minute.
final class Keeping implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final Duration AGAIN = Duration.ofHours(1);
    private static final int AT_ONCE = 16;
    private static final int IN_A_ROUND = 500;

    /// How many days are kept, today not counted.
    static final int DAYS = 14;

    private final ReportTerms terms;
    private final Counting counting;
    private final ReportBooks books;
    private final ReportDiscovery discovery;
    private final Sending sending;
    private final InstantSource clock;
    private final RegularWork storing = new RegularWork(
            "tlsrpt-counters", LOG, "The counters of TLS reports could not be stored; it is tried again");
    private final RegularWork looking = new RegularWork(
            "tlsrpt-records", LOG, "The records of TLS reports could not be looked up; it is tried again");
    private final RegularWork rounds =
            new RegularWork("tlsrpt-sending", LOG, "TLS reports could not be sent; it is tried again");

    /// Sends reports, and follows those that were sent.
    record Sending(ReportRound round, FollowUp followUp) {

        void run() {
            followUp.run();
            round.run();
        }
    }

    Keeping(
            ReportTerms terms,
            Counting counting,
            ReportBooks books,
            ReportDiscovery discovery,
            Sending sending,
            InstantSource clock) {
        this.terms = terms;
        this.counting = counting;
        this.books = books;
        this.discovery = discovery;
        this.sending = sending;
        this.clock = clock;
    }

    @Override
    public void start() {
        storing.every(PAUSE, PAUSE, this::store);
        looking.every(PAUSE, PAUSE, this::lookUp);
        sending.followUp().begin();
        rounds.every(PAUSE, PAUSE, sending::run);
    }

    @Override
    public void stop() {
        rounds.end();
        looking.end();
        if (storing.end()) {
            store();
        }
    }

    @Override
    public boolean isRunning() {
        return storing.isRunning();
    }

    /// Starts before and stops after the engine, whose last events then still count.
    @Override
    public int getPhase() {
        return 0;
    }

    /// Stores what was counted; what cannot be stored is kept for the next time.
    void store() {
        Map<CountKey, Tally> taken = counting.take();
        try {
            books.counts().add(taken);
        } catch (RuntimeException e) {
            counting.putBack(taken);
            LOG.warn("The counters of TLS reports could not be stored; it is tried again", e);
            return;
        }
        LocalDate oldest = today().minusDays(DAYS);
        books.counts().removeBefore(oldest);
        books.sendings().removeBefore(oldest);
    }

    /// Looks up the records of domains that were counted first today, or yesterday just before midnight.
    void lookUp() {
        if (!terms.settings().isCounting()) {
            return;
        }
        lookUp(today().minusDays(1));
        lookUp(today());
    }

    private void lookUp(LocalDate day) {
        Instant now = clock.instant();
        List<DomainName> domains = books.days().notLookedUp(day, now.minus(AGAIN), IN_A_ROUND);
        try (ExecutorService some = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofVirtual().name("tlsrpt-record").factory())) {
            domains.forEach(domain -> some.execute(() -> books.days().keep(day, domain, discovery.of(domain, now))));
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
