package org.danegate.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.address.DomainName;
import org.danegate.config.PolicyFingerprint;
import org.danegate.config.WorkingPolicy;
import org.danegate.dialing.Ourselves;
import org.danegate.dns.DnsLookup;
import org.danegate.dns.LookupsUnder;
import org.danegate.event.AdministratorActs;
import org.danegate.monitor.Attempt;
import org.danegate.monitor.DestinationCount;
import org.danegate.monitor.DestinationCounters;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.queue.Backlog;
import org.danegate.queue.MessageQueue;
import org.jspecify.annotations.Nullable;

/// Rehearses the working copy, one run at a time, and keeps the last result.
public final class DryRuns {

    /// Most destinations checked in one run; those with most waiting mail come first, then those with the latest.
    public static final int MOST = 50;
    /// How long a run may take.
    public static final Duration TIME_LIMIT = Duration.ofSeconds(30);

    private final CommittedPolicy committed;
    private final WorkingPolicy working;
    private final MailSeen mail;
    private final Resolving resolving;
    private final Place place;
    private final AdministratorActs acts;
    private final ReentrantLock running = new ReentrantLock();
    private volatile @Nullable DryRun last;

    /// The name the engine delivers under, the port it delivers to, and where this gateway itself listens.
    record Place(DomainName self, int port, Ourselves ourselves) {}

    /// Where known mail comes from: the queue's contents and the destination counters.
    record MailSeen(MessageQueue queue, DestinationCounters counters) {}

    /// Lookups under the active policy, and under other DNS settings.
    record Resolving(DnsLookup live, LookupsUnder under) {}

    DryRuns(
            CommittedPolicy committed,
            WorkingPolicy working,
            MailSeen mail,
            Resolving resolving,
            Place place,
            AdministratorActs acts) {
        this.committed = committed;
        this.working = working;
        this.mail = mail;
        this.resolving = resolving;
        this.place = place;
        this.acts = acts;
    }

    /// The last result, whichever working copy it was for.
    public Optional<DryRun> last() {
        return Optional.ofNullable(last);
    }

    /// Whether a result is for the working copy as it is now.
    public boolean current(DryRun result) {
        return result.seen().equals(PolicyFingerprint.of(working.policy()));
    }

    /// Rehearses; blocks until the result, for {@link #TIME_LIMIT} at most.
    ///
    /// @param probe whether certificates are checked too
    /// @return empty, at once, when another run is in progress
    public Optional<DryRun> run(boolean probe, String user) {
        if (!running.tryLock()) {
            return Optional.empty();
        }
        try {
            DryRun result = rehearse(committed.current().policy(), working.policy(), probe);
            last = result;
            acts.publish(user, said(result));
            return Optional.of(result);
        } finally {
            running.unlock();
        }
    }

    private static String said(DryRun result) {
        return "dry run, destinations: " + result.lines().size() + " looked up, " + result.differing()
                + " would be treated otherwise, " + result.worse() + " would not be delivered to any more, "
                + result.unchecked() + " not checked, " + result.unknown() + " not known";
    }

    private DryRun rehearse(Policy before, Policy after, boolean probe) {
        KnownMail known = KnownMail.of(mail.queue(), mail.counters(), acts.now());
        Set<DomainName> touched = TouchedDestinations.between(before, after, known.destinations());
        List<DomainName> chosen =
                touched.stream().sorted(known.importance()).limit(MOST).toList();
        DnsLookup pending = before.dns().equals(after.dns())
                ? resolving.live()
                : resolving.under().under(after.dns());
        RehearsalPair both =
                new RehearsalPair(rehearsal(before, resolving.live()), rehearsal(after, pending), TIME_LIMIT);
        List<DryRun.Line> lines = lines(known, chosen, both.of(chosen, probe));
        return new DryRun(PolicyFingerprint.of(after), acts.now(), probe, lines, touched.size() - chosen.size());
    }

    private static List<DryRun.Line> lines(
            KnownMail known, List<DomainName> domains, List<RehearsalPair.Outlooks> outlooks) {
        List<DryRun.Line> lines = new ArrayList<>();
        for (int i = 0; i < domains.size(); i++) {
            DomainName domain = domains.get(i);
            Backlog waits = known.backlog(domain);
            lines.add(new DryRun.Line(
                    domain.ascii(),
                    waits.activeRecipients(),
                    waits.messages(),
                    outlooks.get(i).now(),
                    outlooks.get(i).after()));
        }
        return lines;
    }

    private List<Attempt> attempts(DomainName domain) {
        return mail.counters()
                .find(domain.ascii())
                .map(DestinationCount::attempts)
                .orElse(List.of());
    }

    private Rehearsal rehearsal(Policy policy, DnsLookup dns) {
        return new Rehearsal(policy, dns, place, acts.clock(), this::attempts);
    }
}
