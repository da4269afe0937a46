package org.danegate.advisor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.address.DomainName;
import org.danegate.advice.DomainPast;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.jspecify.annotations.Nullable;

/// The advice that holds now, for pages and scripts. It is worked out when it is asked for, from all that was counted:
/// advice whose condition has failed is not given any more. The list of all domains is kept for a few seconds.
public final class Advisor {

    private static final Duration KEPT = Duration.ofSeconds(10);

    private final Keeping keeping;
    private final Pasts pasts;
    private final CommittedPolicy policy;
    private final AdvisorSettings settings;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Known known;

    private record Known(Policy policy, LocalDate day, long probes, Instant at, List<DomainAdvice> all) {}

    Advisor(Keeping keeping, Pasts pasts, CommittedPolicy policy, AdvisorSettings settings, InstantSource clock) {
        this.keeping = keeping;
        this.pasts = pasts;
        this.policy = policy;
        this.settings = settings;
        this.clock = clock;
    }

    /// How the Advisor works.
    public AdvisorSettings settings() {
        return settings;
    }

    /// Domains that there is something to say about, in no particular order. What has changed since can be missing
    /// for ten seconds; {@link #of} never lags.
    public List<DomainAdvice> all() {
        lock.lock();
        try {
            Policy now = policy.current().policy();
            Known before = known;
            boolean holds = before != null
                    && before.policy() == now
                    && before.day().equals(pasts.today())
                    && before.probes() == keeping.probes()
                    && clock.instant().isBefore(before.at().plus(KEPT));
            if (holds && before != null) {
                return before.all();
            }
            long probes = keeping.probes();
            keeping.store();
            List<DomainAdvice> all = new ArrayList<>();
            pasts.forEach(past -> {
                DomainAdvice advice = DomainAdvice.of(past, now);
                if (!advice.isEmpty()) {
                    all.add(advice);
                }
            });
            known = new Known(now, pasts.today(), probes, clock.instant(), List.copyOf(all));
            return List.copyOf(all);
        } finally {
            lock.unlock();
        }
    }

    /// The advice about one domain, which may be none.
    public DomainAdvice of(DomainName domain) {
        return DomainAdvice.of(past(domain), policy.current().policy());
    }

    /// What is known of a domain.
    public DomainPast past(DomainName domain) {
        keeping.store();
        return pasts.of(domain);
    }
}
