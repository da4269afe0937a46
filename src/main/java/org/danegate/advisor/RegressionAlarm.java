package org.danegate.advisor;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.danegate.address.DomainName;
import org.danegate.advice.DomainPast;
import org.danegate.advice.Level;
import org.danegate.advice.Regression;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvent.Condition;
import org.danegate.event.DeliveryEvent.Weight;
import org.danegate.event.DeliveryEvents;
import org.danegate.wording.Wording;

/// Raises an alert when the sessions of a domain lose a protection that they usually had (D-93), and ends it on the
/// first day with sessions that have it again. It holds no mail.
final class RegressionAlarm {

    static final String KIND = "regression";
    private static final int MOST_CHECKED = 100_000;

    private final Pasts pasts;
    private final AlertStore alerts;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<DomainName, Level> checked = new HashMap<>();
    private LocalDate day = LocalDate.MIN;

    RegressionAlarm(Pasts pasts, AlertStore alerts, DeliveryEvents events, InstantSource clock) {
        this.pasts = pasts;
        this.alerts = alerts;
        this.events = events;
        this.clock = clock;
    }

    /// Looks at the domains of new counters: once a day at each, and again when a session is worse than those
    /// before.
    void look(Collection<CountKey> counted) {
        lock.lock();
        try {
            lookLocked(counted);
        } finally {
            lock.unlock();
        }
    }

    private void lookLocked(Collection<CountKey> counted) {
        LocalDate today = pasts.today();
        if (!today.equals(day)) {
            checked.clear();
            day = today;
        }
        Map<DomainName, Level> worst = counted.stream()
                .filter(key -> key.day().equals(today) && key.facts().level().reached())
                .collect(
                        Collectors.toMap(CountKey::domain, key -> key.facts().level(), (a, b) -> a.isBelow(b) ? a : b));
        worst.forEach((domain, level) -> {
            Level before = checked.get(domain);
            if ((before == null || level.isBelow(before)) && checked.size() < MOST_CHECKED) {
                checked.put(domain, level);
                look(domain, today);
            }
        });
    }

    private void look(DomainName domain, LocalDate today) {
        DomainPast past = pasts.of(domain);
        Optional<Regression> regression = Regression.of(past, today);
        if (regression.isPresent()) {
            alerts.put(domain, KIND);
            publish(domain, Weight.WARNING, regression.get().wording(domain.ascii()));
        } else if (alerts.remove(domain, KIND)) {
            publish(domain, Weight.INFORMATION, Wording.of("advisor.alert.regression-over", domain.ascii()));
        }
    }

    private void publish(DomainName domain, Weight weight, Wording wording) {
        events.publish(new DeliveryEvent.ConditionSeen(
                clock.instant(), Condition.PROTECTION_LOST, weight, domain.ascii(), wording));
    }
}
