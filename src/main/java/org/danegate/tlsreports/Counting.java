package org.danegate.tlsreports;

import java.util.List;
import java.util.Map;
import org.danegate.address.DomainName;
import org.danegate.counting.WaitingCounts;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.TlsReportSettings;
import org.danegate.tlsrpt.FetchRules;
import org.danegate.tlsrpt.SessionCount;
import org.danegate.tlsrpt.SessionRules;
import org.danegate.tlsrpt.UndialledRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns events into counters, which wait in memory until they are stored. Thread-safe.
final class Counting implements DeliveryEvents.Reader {

    private static final Logger LOG = LoggerFactory.getLogger(Counting.class);

    /// Keys that wait for a database; what more there is is not counted.
    private static final int MOST_UNSTORED = 50_000;

    private final CommittedPolicy policy;
    private final WaitingCounts<CountKey, Tally> unstored = new WaitingCounts<>(MOST_UNSTORED, Tally::plus);

    Counting(CommittedPolicy policy) {
        this.policy = policy;
    }

    @Override
    public void on(DeliveryEvent event) {
        TlsReportSettings settings = policy.current().policy().tlsReports();
        if (settings.isCounting()) {
            count(counts(event).stream()
                    .filter(count -> settings.covers(count.domain()))
                    .toList());
        }
    }

    private static List<SessionCount> counts(DeliveryEvent event) {
        return switch (event) {
            case DeliveryEvent.HostDialed e -> e.session() == null ? List.of() : SessionRules.of(e.session());
            case DeliveryEvent.AttemptEnded e ->
                e.lane().tls().ignoresPolicies() ? List.of() : UndialledRules.of(e.evidence());
            case DeliveryEvent.StsPolicyTrouble e ->
                List.of(FetchRules.of(e.at(), new DomainName(e.domain()), e.trouble()));
            default -> List.of();
        };
    }

    private void count(List<SessionCount> counts) {
        counts.forEach(count ->
                unstored.add(new CountKey(count.day(), count.domain(), count.policy()), Tally.of(count.failures())));
    }

    /// What was counted since the last time, handed out once.
    Map<CountKey, Tally> take() {
        long dropped = unstored.takeLeftOut();
        if (dropped > 0) {
            LOG.warn("{} TLS sessions were not counted for TLS reports: the database takes no counters", dropped);
        }
        return unstored.take();
    }

    /// Takes back what could not be stored.
    void putBack(Map<CountKey, Tally> taken) {
        unstored.putBack(taken);
    }
}
