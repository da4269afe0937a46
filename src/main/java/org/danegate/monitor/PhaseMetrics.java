package org.danegate.monitor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.danegate.dane.Course;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.Evidence;
import org.danegate.dane.HostEvidence;
import org.danegate.dns.answer.Answer;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvent.Refusal;
import org.jspecify.annotations.Nullable;

/// How long the phases of accepting and delivering take, as histograms with fixed boundaries, so that the figures of
/// several nodes can be added up. Events have the times: no delivery waits for this.
final class PhaseMetrics {

    /// A part of an attempt. `DNS` and `DANE` are single lookups that the cache could not answer.
    enum Phase {
        DNS,
        DANE,
        CONNECT,
        BANNER,
        TLS,
        ENVELOPE,
        DATA
    }

    private static final Duration[] PHASE_BOUNDARIES =
            millis(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000);
    private static final Duration[] DELAY_BOUNDARIES =
            seconds(1, 5, 15, 60, 5 * 60, 15 * 60, 3600, 4 * 3600, 24 * 3600, 72 * 3600);
    private static final Duration[] COMMIT_BOUNDARIES = millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 5000);
    private static final double[] SIZE_BOUNDARIES = {
        1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 24, 1 << 26
    };

    private final Map<Phase, Timer> phases = new EnumMap<>(Phase.class);
    private final Map<Refusal, Counter> rejects = new EnumMap<>(Refusal.class);
    private final Timer delay;
    private final Timer commit;
    private final DistributionSummary size;

    PhaseMetrics(MeterRegistry registry) {
        for (Phase phase : Phase.values()) {
            phases.put(
                    phase,
                    Timer.builder("danegate.smtp.phase")
                            .description("Time of a phase of an attempt")
                            .tag("phase", word(phase))
                            .serviceLevelObjectives(PHASE_BOUNDARIES)
                            .register(registry));
        }
        for (Refusal kind : Refusal.values()) {
            rejects.put(
                    kind,
                    Counter.builder("danegate.listener.rejects")
                            .description("What listeners refused")
                            .tag("reason", word(kind))
                            .register(registry));
        }
        delay = Timer.builder("danegate.delivery.delay")
                .description("Time from the acceptance of a message to the delivery to a recipient")
                .serviceLevelObjectives(DELAY_BOUNDARIES)
                .register(registry);
        commit = Timer.builder("danegate.accept.commit")
                .description("Time to make a received message durable")
                .serviceLevelObjectives(COMMIT_BOUNDARIES)
                .register(registry);
        size = DistributionSummary.builder("danegate.message.size")
                .description("Size of received messages")
                .baseUnit("bytes")
                .serviceLevelObjectives(SIZE_BOUNDARIES)
                .register(registry);
    }

    private static Duration[] millis(long... all) {
        return LongStream.of(all).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    private static Duration[] seconds(long... all) {
        return LongStream.of(all).mapToObj(Duration::ofSeconds).toArray(Duration[]::new);
    }

    private static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }

    void on(DeliveryEvent event) {
        switch (event) {
            case DeliveryEvent.MessageQueued e -> queued(e);
            case DeliveryEvent.RecipientDelivered e -> delay.record(e.queuedFor());
            case DeliveryEvent.HostDialed e -> dialed(e.course());
            case DeliveryEvent.DeliveryDone e -> {
                record(Phase.ENVELOPE, e.envelopeNanos());
                record(Phase.DATA, e.messageNanos());
            }
            case DeliveryEvent.AttemptEnded e -> lookups(e.evidence());
            case DeliveryEvent.InjectionRejected e -> rejected(e.kind());
            case DeliveryEvent.RecipientRejected ignored -> rejected(Refusal.RECIPIENT);
            case DeliveryEvent.MessageAborted e -> {
                if (e.refused()) {
                    rejected(Refusal.MESSAGE);
                }
            }
            default -> {
                // Not measured.
            }
        }
    }

    private void queued(DeliveryEvent.MessageQueued e) {
        if (e.icid() > 0) {
            size.record((double) e.bytes());
            if (e.commitNanos() > 0) {
                commit.record(e.commitNanos(), TimeUnit.NANOSECONDS);
            }
        }
    }

    private void dialed(Course course) {
        Duration connect = course.connect();
        Duration greeting = course.greeting();
        if (connect != null) {
            record(Phase.CONNECT, greeting == null ? connect : connect.minus(greeting));
        }
        record(Phase.BANNER, greeting);
        record(Phase.TLS, course.secure());
    }

    private void lookups(Evidence evidence) {
        DomainEvidence domain = evidence.domain();
        if (domain != null) {
            lookup(Phase.DNS, domain.mx());
        }
        for (Evidence.HostResult host : evidence.hosts()) {
            HostEvidence dns = host.dns();
            if (dns != null) {
                Stream.of(dns.ipv4(), dns.ipv6(), dns.alias()).forEach(answer -> lookup(Phase.DNS, answer));
                dns.tlsa().forEach(one -> lookup(Phase.DANE, one.answer()));
            }
        }
    }

    private void lookup(Phase phase, @Nullable Answer<?> answer) {
        if (answer != null && !answer.provenance().cached()) {
            record(phase, answer.provenance().elapsed());
        }
    }

    private void rejected(Refusal kind) {
        Counter counter = rejects.get(kind);
        if (counter != null) {
            counter.increment();
        }
    }

    private void record(Phase phase, @Nullable Duration time) {
        if (time != null) {
            record(phase, time.toNanos());
        }
    }

    private void record(Phase phase, long nanos) {
        Timer timer = phases.get(phase);
        if (timer != null && nanos > 0) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }
}
