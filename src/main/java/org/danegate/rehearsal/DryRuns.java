package org.danegate.rehearsal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.Policy;
import org.danegate.queue.Backlog;
import org.danegate.queue.MessageQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rehearses the working copy, one run at a time, and keeps the last result.
public final class DryRuns {

    /// Most destinations checked in one run; those with most waiting mail come first, then those with the latest.
    public static final int MOST = 50;
    /// How long a run may take.
    public static final Duration TIME_LIMIT = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(DryRuns.class);
    private static final int AT_ONCE = 16;

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
            Policy before = committed.current().policy();
            Policy after = working.policy();
            DryRun result = rehearse(before, after, probe);
            last = result;
            acts.publish(
                    user,
                    "dry run, destinations: " + result.lines().size() + " looked up, " + result.differing()
                            + " would be treated otherwise, " + result.worse() + " would not be delivered to any more, "
                            + result.unchecked() + " not checked, " + result.unknown() + " not known");
            return Optional.of(result);
        } finally {
            running.unlock();
        }
    }

    private DryRun rehearse(Policy before, Policy after, boolean probe) {
        KnownMail known = KnownMail.of(mail.queue(), mail.counters(), acts.now());
        Set<DomainName> touched = TouchedDestinations.between(before, after, known.destinations());
        List<DomainName> chosen =
                touched.stream().sorted(known.importance()).limit(MOST).toList();
        DnsLookup pending = before.dns().equals(after.dns())
                ? resolving.live()
                : resolving.under().under(after.dns());
        Rehearsal now = rehearsal(before, resolving.live());
        Rehearsal then = rehearsal(after, pending);
        List<Outlook> outlooks = all(chosen, now, then, before, after, probe);
        List<DryRun.Line> lines = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            DomainName domain = chosen.get(i);
            Backlog waits = known.backlog(domain);
            lines.add(new DryRun.Line(
                    domain.ascii(),
                    waits.activeRecipients(),
                    waits.messages(),
                    outlooks.get(2 * i),
                    outlooks.get(2 * i + 1)));
        }
        return new DryRun(PolicyFingerprint.of(after), acts.now(), probe, lines, touched.size() - chosen.size());
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

    private List<Outlook> all(
            List<DomainName> domains, Rehearsal now, Rehearsal then, Policy before, Policy after, boolean probe) {
        List<Callable<Outlook>> tasks = new ArrayList<>();
        for (DomainName domain : domains) {
            tasks.add(() -> now.of(domain, probe));
            tasks.add(() -> then.of(domain, probe));
        }
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<Outlook>> futures = threads.invokeAll(tasks, TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            threads.shutdownNow();
            List<Outlook> outlooks = new ArrayList<>();
            for (int i = 0; i < futures.size(); i++) {
                outlooks.add(outcome(futures.get(i), domains.get(i / 2), i % 2 == 0 ? before : after));
            }
            return outlooks;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the server is stopping", e);
        }
    }

    private Outlook outcome(Future<Outlook> future, DomainName domain, Policy policy) {
        DestinationProfile profile =
                policy.destinationControls().effectiveFor(domain).profile();
        try {
            return future.get();
        } catch (CancellationException late) {
            return new Outlook(
                    Outlook.Fate.UNKNOWN,
                    profile.tls(),
                    profile.dane(),
                    "not found out within " + TIME_LIMIT.toSeconds() + " seconds");
        } catch (ExecutionException broken) {
            LOG.warn("dry run of {} failed", domain, broken);
            return new Outlook(Outlook.Fate.UNKNOWN, profile.tls(), profile.dane(), "the check itself failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the server is stopping", e);
        }
    }
}
