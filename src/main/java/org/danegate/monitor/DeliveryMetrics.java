package org.danegate.monitor;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.danegate.dane.DaneAction;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.queue.Backlog;
import org.danegate.queue.MessageQueue;

/// Metrics for Prometheus; docs/metrics.md says which of them deserve an alert. No label holds a domain: the number of
/// series stays bounded.
final class DeliveryMetrics implements DeliveryEvents.Reader {

    private final MeterRegistry registry;
    private final Set<Long> open = ConcurrentHashMap.newKeySet();

    DeliveryMetrics(MeterRegistry registry, MessageQueue queue, InstantSource clock) {
        this.registry = registry;
        Gauge.builder("danegate.active.recipients", queue, DeliveryMetrics::active)
                .description("Recipients waiting in the queue")
                .register(registry);
        Gauge.builder("danegate.queue.destinations", queue, q -> q.backlogs().size())
                .description("Destinations with waiting recipients")
                .register(registry);
        Gauge.builder(
                        "danegate.queue.oldest.seconds",
                        queue,
                        q -> age(q.backlogs().values(), clock.instant()))
                .description("Age of the oldest waiting recipient")
                .register(registry);
        Gauge.builder("danegate.connections.open", open, Set::size)
                .description("Delivery connections open now")
                .register(registry);
        for (String outcome : new String[] {"delivered", "soft_bounced", "hard_bounced", "dropped"}) {
            registry.counter("danegate.deliveries", "outcome", outcome);
        }
        for (DaneAction action : DaneAction.values()) {
            registry.counter("danegate.dane.outcomes", "action", word(action));
        }
    }

    @Override
    public void on(DeliveryEvent event) {
        switch (event) {
            case DeliveryEvent.RecipientDelivered ignored -> outcome("delivered");
            case DeliveryEvent.RecipientDelayed ignored -> outcome("soft_bounced");
            case DeliveryEvent.RecipientBounced ignored -> outcome("hard_bounced");
            case DeliveryEvent.RecipientDropped ignored -> outcome("dropped");
            case DeliveryEvent.ConnectionOpened e -> open.add(e.dcid());
            case DeliveryEvent.ConnectionClosed e -> open.remove(e.dcid());
            case DeliveryEvent.AttemptEnded e ->
                registry.counter(
                                "danegate.dane.outcomes",
                                "action",
                                word(e.evidence().action()))
                        .increment();
            default -> {
                // Not measured.
            }
        }
    }

    private void outcome(String outcome) {
        registry.counter("danegate.deliveries", "outcome", outcome).increment();
    }

    private static String word(DaneAction action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    private static double active(MessageQueue queue) {
        return queue.backlogs().values().stream()
                .mapToInt(Backlog::activeRecipients)
                .sum();
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
