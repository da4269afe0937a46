package org.danegate.rehearsal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
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
import org.danegate.queue.MessageQueue;
import org.danegate.sts.StsPolicies;
import org.danegate.trust.PublicAuthorities;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rehearses the working copy, one run at a time, and keeps the last result.
public final class DryRuns {

    /// Most destinations checked in one run; those with most waiting mail come first, then those with the latest.
    public static final int MOST = 50;
    /// How long a run may take.
    public static final Duration TIME_LIMIT = Duration.ofSeconds(30);

    /// How long a result is not replaced by a run that nobody asked for.
    private static final Duration HOLDS = Duration.ofMinutes(1);
    /// The same for a result with certificates, which such a run does not have.
    private static final Duration PROBED_HOLDS = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(DryRuns.class);

    private final CommittedPolicy committed;
    private final WorkingPolicy working;
    private final MailSeen mail;
    private final Resolving resolving;
    private final Place place;
    private final AdministratorActs acts;
    private final ReentrantLock running = new ReentrantLock();
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean wanted = new AtomicBoolean();
    private volatile @Nullable DryRun last;

    /// The name the engine delivers under, the port it delivers to, and where this gateway itself listens.
    record Place(DomainName self, int port, Ourselves ourselves, Trust trust) {}

    /// What vouches for a host besides TLSA records.
    record Trust(PublicAuthorities authorities, StsPolicies policies) {}

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

    /// Starts a run without certificates in the background, unless the last result still holds. One that is under
    /// way may be for an earlier working copy: it is followed by another one where needed. Returns at once.
    public void start(String user) {
        if (lastHolds()) {
            return;
        }
        wanted.set(true);
        if (started.compareAndSet(false, true)) {
            Thread.ofVirtual().name("dry-run").start(() -> runWhileWanted(user));
        }
    }

    private void runWhileWanted(String user) {
        try {
            while (wanted.getAndSet(false)) {
                runUnasked(user);
            }
        } catch (RuntimeException e) {
            LOG.warn("The dry run of the uncommitted changes failed.", e);
        } finally {
            started.set(false);
        }
        if (wanted.get()) {
            start(user);
        }
    }

    /// Runs after a run of somebody's own, unless that one has the result.
    private void runUnasked(String user) {
        if (free()) {
            try {
                if (!lastHolds()) {
                    result(false, "", user);
                }
            } finally {
                running.unlock();
            }
        }
    }

    private boolean lastHolds() {
        DryRun known = last;
        return known != null
                && acts.now().isBefore(known.at().plus(known.probed() ? PROBED_HOLDS : HOLDS))
                && current(known);
    }

    /// Whether a run is under way.
    public boolean running() {
        return started.get() || running.isLocked();
    }

    /// Whether a result is for the working copy as it is now.
    public boolean current(DryRun result) {
        return result.seen().equals(PolicyFingerprint.of(working.policy()));
    }

    /// Rehearses mail of any sender.
    ///
    /// @param probe whether certificates are checked too
    /// @return as {@link #run(boolean, String, String)}
    public Optional<DryRun> run(boolean probe, String user) {
        return run(probe, "", user);
    }

    /// Rehearses; blocks until the result, for {@link #TIME_LIMIT} at most.
    ///
    /// @param probe whether certificates are checked too
    /// @param sender envelope sender of the mail, for the rows of TLS by Sender; empty for those of any sender only
    /// @return empty when another run is in progress: at once when somebody asked for that one, after
    ///     {@link #TIME_LIMIT} when one has started by itself
    public Optional<DryRun> run(boolean probe, String sender, String user) {
        if (!free()) {
            return Optional.empty();
        }
        try {
            return Optional.of(result(probe, sender, user));
        } finally {
            running.unlock();
        }
    }

    /// The caller holds the lock.
    private DryRun result(boolean probe, String sender, String user) {
        Policy now = committed.current().policy();
        // Exceptions outlast a commit.
        Policy after = working.policy().with(now.destinationControls().exceptions());
        DryRun result = rehearse(now, after, sender, probe);
        last = result;
        acts.publish(user, result.summary());
        return result;
    }

    /// Takes the lock. A run that started by itself is waited for: nobody asked for it.
    private boolean free() {
        try {
            return started.get() ? running.tryLock(TIME_LIMIT.toSeconds(), TimeUnit.SECONDS) : running.tryLock();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private DryRun rehearse(Policy before, Policy after, String sender, boolean probe) {
        KnownMail known = KnownMail.of(mail.queue(), mail.counters(), acts.now());
        Set<DomainName> touched = TouchedDestinations.between(before, after, sender, known.destinations());
        List<DomainName> chosen =
                touched.stream().sorted(known.importance()).limit(MOST).toList();
        DnsLookup pending = before.dns().equals(after.dns())
                ? resolving.live()
                : resolving.under().under(after.dns());
        RehearsalPair both = new RehearsalPair(
                rehearsal(before, sender, resolving.live()), rehearsal(after, sender, pending), TIME_LIMIT);
        List<RehearsalPair.Outlooks> outlooks = both.of(chosen, probe);
        List<DryRun.Line> lines = IntStream.range(0, chosen.size())
                .mapToObj(i -> known.line(chosen.get(i), outlooks.get(i)))
                .toList();
        return new DryRun(
                PolicyFingerprint.of(after), acts.now(), sender, probe, lines, touched.size() - chosen.size());
    }

    private List<Attempt> attempts(DomainName domain) {
        return mail.counters()
                .find(domain.ascii())
                .map(DestinationCount::attempts)
                .orElse(List.of());
    }

    private Rehearsal rehearsal(Policy policy, String sender, DnsLookup dns) {
        return new Rehearsal(policy, sender, dns, place, acts.clock(), this::attempts);
    }
}
