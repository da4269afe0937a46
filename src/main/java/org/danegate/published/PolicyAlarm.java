package org.danegate.published;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.danegate.address.DomainName;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvent.Condition;
import org.danegate.event.DeliveryEvent.Weight;
import org.danegate.event.DeliveryEvents;
import org.danegate.published.Discovery.Found;
import org.danegate.sts.StsMode;
import org.danegate.sts.StsRecord;
import org.danegate.wording.Wording;

/// Reports policies that can no longer be refreshed, each change once. A policy of mode none is not worth a report.
final class PolicyAlarm {

    private static final Duration PATIENCE = Duration.ofDays(1);

    private record Report(Weight weight, Wording wording) {}

    private final PolicyStore store;
    private final PublishedPolicies policies;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final Map<DomainName, Weight> told = new ConcurrentHashMap<>();

    PolicyAlarm(PolicyStore store, PublishedPolicies policies, DeliveryEvents events, InstantSource clock) {
        this.store = store;
        this.policies = policies;
        this.events = events;
        this.clock = clock;
    }

    /// Looks at a policy after an attempt to refresh it.
    void look(DomainName domain) {
        Optional<KeptPolicy> kept = store.find(domain);
        if (kept.isPresent() && isGivenUp(kept.get())) {
            store.remove(domain);
            kept = Optional.empty();
        }
        Report report = kept.flatMap(this::report)
                .orElse(new Report(Weight.INFORMATION, Wording.of("published.alert.over", domain.ascii())));
        Weight before = report.weight() == Weight.INFORMATION ? told.remove(domain) : told.put(domain, report.weight());
        boolean news = report.weight() == Weight.INFORMATION ? before != null : before != report.weight();
        if (news) {
            events.publish(new DeliveryEvent.ConditionSeen(
                    clock.instant(), Condition.MTA_STS, report.weight(), domain.ascii(), report.wording()));
        }
    }

    /// Whether the domain has no record any more and its policy has expired.
    private boolean isGivenUp(KeptPolicy kept) {
        return !kept.isValid(clock.instant()) && isRecordGone(kept.domain());
    }

    private boolean isRecordGone(DomainName domain) {
        return policies.record(domain) instanceof Found.Records records && records.record() instanceof StsRecord.None;
    }

    private Optional<Report> report(KeptPolicy kept) {
        if (kept.policy().mode() == StsMode.NONE) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        KeptPolicy.Trouble trouble = kept.trouble();
        String domain = kept.domain().ascii();
        if (trouble != null && kept.isNearlyOver(now)) {
            return Optional.of(new Report(
                    Weight.CRITICAL,
                    Wording.of(
                            "published.alert.ending",
                            domain,
                            kept.validUntil(),
                            trouble.what().text())));
        }
        if (trouble != null && !now.isBefore(trouble.since().plus(PATIENCE))) {
            return Optional.of(new Report(
                    Weight.WARNING,
                    Wording.of(
                            "published.alert.failing",
                            domain,
                            trouble.since(),
                            trouble.what().text())));
        }
        return isRecordGone(kept.domain())
                ? Optional.of(new Report(
                        Weight.WARNING, Wording.of("published.alert.record-gone", domain, kept.validUntil())))
                : Optional.empty();
    }
}
