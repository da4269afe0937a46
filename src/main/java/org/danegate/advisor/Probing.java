package org.danegate.advisor;

import java.time.InstantSource;
import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.advice.Advice;
import org.danegate.advice.ChainJudge;
import org.danegate.advice.DomainPast;
import org.danegate.advice.ProbeFacts;
import org.danegate.advice.ProbeResult;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvent.Condition;
import org.danegate.event.DeliveryEvent.Weight;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.verify.HostProbe;
import org.danegate.verify.HostProbe.Probed;
import org.danegate.wording.Wording;

/// Probes a domain, keeps the result, and raises an alert when DANE Mandatory is at risk. Thread-safe.
final class Probing {

    private static final String KIND = "at-risk";

    private final HostProbe probe;
    private final ChainJudge judge;
    private final ProbeStore store;
    private final Keeping keeping;
    private final Alarm alarm;

    /// What an alert needs.
    record Alarm(Pasts pasts, AlertStore alerts, CommittedPolicy policy, DeliveryEvents events, InstantSource clock) {}

    Probing(HostProbe probe, ChainJudge judge, ProbeStore store, Keeping keeping, Alarm alarm) {
        this.probe = probe;
        this.judge = judge;
        this.store = store;
        this.keeping = keeping;
        this.alarm = alarm;
    }

    /// Looks at DNS and the MTA-STS policy. Blocks for the lookups.
    void look(DomainName domain) {
        keep(domain, probe.look(domain));
    }

    /// Connects to each MX host too. Blocks, two minutes at most.
    ///
    /// @return false, at once, when too many verifications run
    boolean connect(DomainName domain) {
        Optional<Probed> found = probe.connect(domain);
        found.ifPresent(probed -> keep(domain, probed));
        return found.isPresent();
    }

    private void keep(DomainName domain, Probed p) {
        ProbeResult result = new ProbeFacts(
                        p.at(), p.dialled(), p.complete(), p.domain(), p.hosts(), p.chains(), p.standing(), p.reason())
                .result(judge);
        store.keep(domain, result);
        keeping.probed();
        tell(domain);
    }

    private void tell(DomainName domain) {
        DomainPast past = alarm.pasts().of(domain);
        Optional<Advice.MandatoryAtRisk> risk =
                DomainAdvice.of(past, alarm.policy().current().policy()).advice().stream()
                        .map(DomainAdvice.Given::advice)
                        .filter(Advice.MandatoryAtRisk.class::isInstance)
                        .map(Advice.MandatoryAtRisk.class::cast)
                        .findFirst();
        if (risk.isPresent()) {
            alarm.alerts().put(domain, KIND);
            publish(
                    domain,
                    Weight.WARNING,
                    Wording.of(
                            "advisor.alert.at-risk",
                            domain.ascii(),
                            risk.get().risks().getFirst()));
        } else if (alarm.alerts().remove(domain, KIND)) {
            publish(domain, Weight.INFORMATION, Wording.of("advisor.alert.at-risk-over", domain.ascii()));
        }
    }

    private void publish(DomainName domain, Weight weight, Wording wording) {
        alarm.events()
                .publish(new DeliveryEvent.ConditionSeen(
                        alarm.clock().instant(), Condition.DANE_AT_RISK, weight, domain.ascii(), wording));
    }
}
