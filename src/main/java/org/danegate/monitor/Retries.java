package org.danegate.monitor;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.danegate.event.AdministratorActs;
import org.danegate.queue.Backlog;
import org.danegate.queue.DestinationOrders;
import org.danegate.queue.MessageQueue;

/// *Try now*, for one destination and for all: makes waiting mail due, follows its results, and logs who asked.
final class Retries {

    /// The most domains that a log line names.
    private static final int NAMED = 10;

    private final AskedTries tries;
    private final MessageQueue queue;
    private final RetryOrders retries;
    private final DestinationOrders orders;
    private final AdministratorActs acts;
    private final InstantSource clock;

    Retries(
            AskedTries tries,
            MessageQueue queue,
            RetryOrders retries,
            DestinationOrders orders,
            AdministratorActs acts) {
        this.tries = tries;
        this.queue = queue;
        this.retries = retries;
        this.orders = orders;
        this.acts = acts;
        this.clock = acts.clock();
    }

    Retry retry(String domain, String user) {
        Retry what = begin(domain, queue.backlog(domain));
        give(domain, what);
        if (what instanceof Retry.Released released) {
            acts.publish(user, "Retry Delivery of " + domain + ": " + released.recipients() + " recipients");
        }
        return what;
    }

    Retry.All retryEach(Collection<String> domains, String user) {
        Retry.All all = sum(domains.stream()
                .map(domain -> {
                    Retry what = begin(domain, queue.backlog(domain));
                    give(domain, what);
                    return what;
                })
                .toList());
        acts.publish(user, "Retry Delivery of " + named(domains) + ": " + all.recipients() + " recipients");
        return all;
    }

    /// Also when nothing waits here: another node may have mail for it. A suspension holds on all nodes.
    private void give(String domain, Retry what) {
        if (!(what instanceof Retry.Suspended)) {
            retries.give(domain);
        }
    }

    private static String named(Collection<String> domains) {
        String first = domains.stream().limit(NAMED).collect(Collectors.joining(", "));
        return domains.size() > NAMED ? first + " and " + (domains.size() - NAMED) + " more" : first;
    }

    Retry.All retryAll(String user) {
        Retry.All all = sum(queue.backlogs().entrySet().stream()
                .map(waits -> begin(waits.getKey(), waits.getValue()))
                .toList());
        retries.giveAll();
        acts.publish(user, "Retry All Delivery: " + all.recipients() + " recipients");
        return all;
    }

    private static Retry.All sum(List<Retry> results) {
        int recipients = 0;
        int inDelivery = 0;
        int held = 0;
        int suspended = 0;
        for (Retry what : results) {
            switch (what) {
                case Retry.NothingWaits ignored -> {}
                case Retry.Suspended s -> suspended += s.waiting();
                case Retry.Released r -> {
                    recipients += r.recipients();
                    inDelivery += r.inDelivery();
                    held += r.held();
                }
            }
        }
        return new Retry.All(recipients, inDelivery, held, suspended);
    }

    /// Retries a destination and follows its results from now on.
    private Retry begin(String domain, Backlog backlog) {
        Retry what = backlog.activeRecipients() == 0
                ? new Retry.NothingWaits()
                : orders.suspension(domain).isPresent()
                        ? new Retry.Suspended(backlog.activeRecipients())
                        : new Retry.Released(
                                backlog.waiting(), backlog.inDelivery(), backlog.held(), backlog.pausedUntil());
        tries.begin(domain, AskedTry.begun(clock.instant(), what));
        return what;
    }

    TryOutcome outcome(String domain) {
        return TryOutcome.of(
                tries.find(domain).orElse(null),
                queue.backlog(domain),
                orders.suspension(domain).isPresent(),
                clock.instant());
    }
}
