package org.danegate.advisor;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.danegate.address.DomainName;
import org.danegate.advice.DomainPast;
import org.danegate.policy.CommittedPolicy;
import org.danegate.timing.RegularWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Probes each domain once a day: those with an entry in Destination Controls and those with most sessions. Each has a
/// time of day of its own, so that the questions are spread.
final class ProbeSchedule implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ProbeSchedule.class);

    /// The first round waits until the server has settled.
    private static final Duration FIRST = Duration.ofMinutes(5);

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int AT_ONCE = 2;
    private static final int IN_A_ROUND = 60;
    private static final int SECONDS_OF_DAY = 86_400;

    private final AdvisorSettings settings;
    private final Probing probing;
    private final CountStore counts;
    private final ProbeStore probes;
    private final CommittedPolicy policy;
    private final InstantSource clock;
    private final RegularWork work =
            new RegularWork("advisor-probes", LOG, "Domains could not be probed; it is tried again");
    private volatile boolean ended;

    ProbeSchedule(
            AdvisorSettings settings,
            Probing probing,
            CountStore counts,
            ProbeStore probes,
            CommittedPolicy policy,
            InstantSource clock) {
        this.settings = settings;
        this.probing = probing;
        this.counts = counts;
        this.probes = probes;
        this.policy = policy;
        this.clock = clock;
    }

    @Override
    public void start() {
        if (settings.probing()) {
            ended = false;
            work.every(FIRST, PAUSE, this::round);
        }
    }

    @Override
    public void stop() {
        ended = true;
        work.end();
    }

    @Override
    public boolean isRunning() {
        return work.isRunning();
    }

    /// Probes the domains that are due, some of them at most.
    void round() {
        List<DomainName> due = due();
        try (ExecutorService some = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofVirtual().name("advisor-probe").factory())) {
            due.forEach(domain -> some.execute(() -> probe(domain)));
        }
    }

    private List<DomainName> due() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        int second = LocalTime.ofInstant(clock.instant(), ZoneOffset.UTC).toSecondOfDay();
        Set<DomainName> done = probes.probed(today);
        return domains(today).stream()
                .limit(settings.probesPerDay())
                .filter(domain -> !done.contains(domain) && secondOf(domain, today) <= second)
                .limit(IN_A_ROUND)
                .toList();
    }

    private Set<DomainName> domains(LocalDate today) {
        Set<DomainName> domains = new LinkedHashSet<>();
        policy.current().policy().destinationControls().entries().stream()
                .filter(entry -> !entry.pattern().subdomains())
                .forEach(entry -> domains.add(entry.pattern().name()));
        domains.addAll(counts.domains(today.minusDays(DomainPast.DAYS), settings.probesPerDay()));
        return domains;
    }

    /// The time of day of a domain; another one each day.
    private static int secondOf(DomainName domain, LocalDate day) {
        return Math.floorMod((domain.ascii() + day).hashCode() * 31, SECONDS_OF_DAY);
    }

    private void probe(DomainName domain) {
        if (ended) {
            return;
        }
        try {
            switch (settings.probes()) {
                case OFF -> {
                    // Nobody asked.
                }
                case DNS -> probing.look(domain);
                case CONNECT -> {
                    if (!probing.connect(domain)) {
                        LOG.debug("The probe of {} waits: too many verifications run", domain);
                    }
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("{} could not be probed; it is tried again", domain, e);
        }
    }
}
