package org.danegate.monitor;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.danegate.address.MailDestination;
import org.danegate.event.AdministratorActs;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DestinationControls;
import org.danegate.queue.Backlog;
import org.danegate.queue.DestinationOrders;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.QueuedDelivery;

/// Delivery Status for pages and scripts: counters, waiting mail and the policy, combined.
public final class DeliveryStatus {

    /// The most waiting messages read for the reasons of one destination.
    private static final int MESSAGES_READ = 500;

    private final DestinationCounters counters;
    private final AskedTries tries;
    private final TrySteps steps;
    private final Retries retries;
    private final ActiveHistory history;
    private final MessageQueue queue;
    private final DestinationOrders orders;
    private final CommittedPolicy policy;
    private final InstantSource clock;
    private final AtomicLong ordered = new AtomicLong();

    /// The data recorded about destinations so far.
    ///
    /// @param tries receives each retry of a destination
    /// @param steps follows each retry of a destination
    record Seen(DestinationCounters counters, AskedTries tries, TrySteps steps, ActiveHistory history) {}

    DeliveryStatus(
            Seen seen,
            MessageQueue queue,
            RetryOrders retryOrders,
            DestinationOrders orders,
            CommittedPolicy policy,
            AdministratorActs acts) {
        this.counters = seen.counters();
        this.tries = seen.tries();
        this.steps = seen.steps();
        this.retries = new Retries(seen.tries(), queue, retryOrders, orders, acts);
        this.history = seen.history();
        this.queue = queue;
        this.orders = orders;
        this.policy = policy;
        this.clock = acts.clock();
        orders.onChange(ordered::incrementAndGet);
    }

    /// The destinations of a page, with totals over all that match, shown or not.
    public StatusReport report(StatusQuery query) {
        Instant now = clock.instant();
        List<Destination> matching = matching(query, now);
        int pages = (int) Math.max(1, ((long) matching.size() + query.limit() - 1) / query.limit());
        StatusQuery shown = query.atPage(Math.min(query.page(), pages));
        Topmost<Destination> upToPage = new Topmost<>(shown.comparator(), shown.upToPage());
        matching.forEach(upToPage::add);
        List<Destination> page = upToPage.inOrder().stream()
                .skip((shown.page() - 1L) * shown.limit())
                .toList();
        return new StatusReport(
                now, counters.since(), StatusReport.Totals.of(matching), matching.size(), shown.page(), pages, page);
    }

    /// The destinations of a query that mail waits for, in groups.
    public GroupReport groups(StatusQuery query, GroupBy way) {
        Instant now = clock.instant();
        return GroupReport.of(matching(query, now), way, now, counters.since());
    }

    private List<Destination> matching(StatusQuery query, Instant now) {
        List<Destination> matching = new ArrayList<>();
        for (Destination destination : destinations()) {
            if (query.matches(destination, now)) {
                matching.add(destination);
            }
        }
        return matching;
    }

    /// One destination; empty when no mail waits for it and nothing was counted.
    public Optional<Destination> find(String domain) {
        Backlog backlog = queue.backlog(domain);
        Optional<DestinationCount> count = counters.find(domain);
        return count.isEmpty() && backlog.activeRecipients() == 0
                ? Optional.empty()
                : Optional.of(destination(domain, count.orElseGet(() -> none(domain)), backlog));
    }

    /// Reasons with the number of waiting recipients, most first; an empty reason means a recipient not tried yet.
    /// Reads a bounded number of messages, so the numbers may be too low for a very long queue.
    public Map<String, Integer> reasons(String domain) {
        Map<String, Integer> counts = new HashMap<>();
        queue.waiting(domain, MESSAGES_READ).stream()
                .flatMap(delivery -> delivery.recipients().stream())
                .forEach(recipient -> counts.merge(recipient.lastTrouble(), 1, Integer::sum));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .collect(LinkedHashMap::new, (sorted, e) -> sorted.put(e.getKey(), e.getValue()), Map::putAll);
    }

    /// Active recipients of the last 60 minutes, one sample a minute, oldest first; empty when nothing waited.
    public List<Integer> history(String domain) {
        return history.of(domain);
    }

    /// Waiting messages, oldest first.
    public List<QueuedDelivery> waiting(String domain, int limit) {
        return queue.waiting(domain, limit);
    }

    /// The destination profile in force; Default for an address literal.
    public DestinationControls.Effective profile(String domain) {
        return policy.current().policy().destinationControls().effectiveFor(MailDestination.of(domain));
    }

    /// Makes everything that waits for the destination due now, unless delivery is suspended.
    public Retry retry(String domain, String user) {
        steps.begin(domain, clock.instant());
        return retries.retry(domain, user);
    }

    /// Does the same for several destinations.
    public Retry.All retry(Collection<String> domains, String user) {
        return retries.retryEach(domains, user);
    }

    /// Makes everything that waits due now; suspended mail is tried when delivery is resumed.
    public Retry.All retryAll(String user) {
        return retries.retryAll(user);
    }

    /// The result of the last retry of a destination.
    public TryOutcome outcome(String domain) {
        return retries.outcome(domain);
    }

    /// The steps of the last retry of a destination so far; empty when nobody asked for one.
    public List<TryStep> steps(String domain) {
        return steps.of(domain);
    }

    /// Whether the newest kept attempt at a destination met a BOGUS answer: a lookup that did not validate.
    public boolean metBogus(String domain) {
        return counters.find(domain).map(DestinationCount::attempts).stream()
                .flatMap(List::stream)
                .limit(1)
                .anyMatch(attempt -> BogusAnswers.in(attempt.evidence()));
    }

    /// Grows when anything may have changed.
    public long version() {
        return counters.version() + ordered.get();
    }

    /// Differs when anything about a destination may have changed.
    public long version(String domain) {
        return Objects.hash(
                counters.version(domain),
                queue.backlog(domain),
                tries.find(domain),
                steps.of(domain).size(),
                profile(domain).exception(),
                orders.suspension(domain),
                orders.redirect(domain));
    }

    private List<Destination> destinations() {
        Map<String, Backlog> backlogs = queue.backlogs();
        List<DestinationCount> counts = counters.all();
        List<Destination> all = new ArrayList<>(Math.max(counts.size(), backlogs.size()));
        for (DestinationCount count : counts) {
            Backlog backlog = backlogs.remove(count.domain());
            all.add(destination(count.domain(), count, backlog == null ? Backlog.EMPTY : backlog));
        }
        Instant since = counters.since();
        backlogs.forEach(
                (domain, backlog) -> all.add(destination(domain, DestinationCount.none(domain, since), backlog)));
        return all;
    }

    private DestinationCount none(String domain) {
        return DestinationCount.none(domain, counters.since());
    }

    private Destination destination(String domain, DestinationCount count, Backlog backlog) {
        Destination.Orders standing = new Destination.Orders(
                orders.suspension(domain).orElse(null), orders.redirect(domain).orElse(null));
        return new Destination(
                domain,
                count,
                backlog,
                standing,
                () -> settings(domain),
                () -> backlog.activeRecipients() > history.oldest(domain).orElse(Integer.MAX_VALUE));
    }

    private Destination.Settings settings(String domain) {
        DestinationControls.Effective effective = profile(domain);
        String profile = effective.profile().bounceProfile();
        return new Destination.Settings(
                effective, policy.current().policy().bounceProfile(profile).maxTimeInQueue());
    }
}
