package org.danegate.monitor;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.danegate.dane.DaneAction;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.queue.Backlog;
import org.danegate.queue.MessageQueue;

/// Metrics for Prometheus; docs/metrics.md says which of them deserve an alert. No label contains a domain, so the
/// number of series stays bounded.
final class DeliveryMetrics implements DeliveryEvents.Reader {

    private final MeterRegistry registry;
    /// Reads along on the same thread: a reader of its own would cost delivery another queue for each event.
    private final PhaseMetrics phases;
    private final MessageQueue queue;
    private final InstantSource clock;
    private final Set<Long> open = ConcurrentHashMap.newKeySet();
    private volatile Sample sample = new Sample(Instant.EPOCH, 0, 0, 0);

    /// The queue at a moment: the gauges of one scrape share it.
    private record Sample(Instant at, int recipients, int destinations, double oldest) {}

    DeliveryMetrics(MeterRegistry registry, MessageQueue queue, InstantSource clock) {
        this.registry = registry;
        this.phases = new PhaseMetrics(registry);
        this.queue = queue;
        this.clock = clock;
        gauge("danegate.active.recipients", "Recipients waiting in the queue", Sample::recipients);
        gauge("danegate.queue.destinations", "Destinations with waiting recipients", Sample::destinations);
        gauge("danegate.queue.oldest.seconds", "Age of the oldest waiting recipient", Sample::oldest);
        Gauge.builder("danegate.connections.open", open, Set::size)
                .description("Delivery connections open now")
                .register(registry);
        for (String outcome : new String[] {"delivered", "soft_bounced", "hard_bounced", "dropped", "deleted"}) {
            registry.counter("danegate.deliveries", "outcome", outcome);
        }
        for (DaneAction action : DaneAction.values()) {
            registry.counter("danegate.dane.outcomes", "action", word(action));
        }
    }

    private void gauge(String name, String description, ToDoubleFunction<Sample> figure) {
        Gauge.builder(name, this, m -> figure.applyAsDouble(m.sample()))
                .description(description)
                .register(registry);
    }

    @Override
    public void on(DeliveryEvent event) {
        phases.on(event);
        switch (event) {
            case DeliveryEvent.RecipientDelivered ignored -> outcome("delivered");
            case DeliveryEvent.RecipientDelayed ignored -> outcome("soft_bounced");
            case DeliveryEvent.RecipientsDeferred e -> outcome("soft_bounced", e.recipients());
            case DeliveryEvent.RecipientBounced ignored -> outcome("hard_bounced");
            case DeliveryEvent.RecipientDropped ignored -> outcome("dropped");
            case DeliveryEvent.RecipientsDeleted e ->
                outcome("deleted", e.rids().size());
            case DeliveryEvent.ConnectionOpened e -> open.add(e.dcid());
            case DeliveryEvent.ConnectionClosed e -> open.remove(e.dcid());
            case DeliveryEvent.AttemptEnded e -> ended(e.evidence().action());
            default -> {
                // Not measured.
            }
        }
    }

    private void outcome(String outcome) {
        outcome(outcome, 1);
    }

    private void outcome(String outcome, int recipients) {
        registry.counter("danegate.deliveries", "outcome", outcome).increment(recipients);
    }

    private void ended(DaneAction action) {
        registry.counter("danegate.dane.outcomes", "action", word(action)).increment();
    }

    private static String word(DaneAction action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    private Sample sample() {
        Instant now = clock.instant();
        Sample known = sample;
        if (now.isBefore(known.at().plusSeconds(1)) && !now.isBefore(known.at())) {
            return known;
        }
        Collection<Backlog> backlogs = queue.backlogs().values();
        int recipients = backlogs.stream().mapToInt(Backlog::activeRecipients).sum();
        Sample fresh = new Sample(now, recipients, backlogs.size(), age(backlogs, now));
        sample = fresh;
        return fresh;
    }

    private static double age(Collection<Backlog> backlogs, Instant now) {
        return backlogs.stream()
                .map(Backlog::oldest)
                .min(Instant::compareTo)
                .filter(oldest -> oldest.isBefore(now))
                .map(oldest -> (double) (now.getEpochSecond() - oldest.getEpochSecond()))
                .orElse(0.0);
    }
}
