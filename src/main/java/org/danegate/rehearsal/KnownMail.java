package org.danegate.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.danegate.address.DomainName;
import org.danegate.monitor.DestinationCount;
import org.danegate.monitor.DestinationCounters;
import org.danegate.queue.Backlog;
import org.danegate.queue.MessageQueue;

/// The destinations that have mail at a moment: those that mail waits for, and those it recently went to.
final class KnownMail {

    /// Mail within this time counts as recent.
    static final Duration RECENT = Duration.ofDays(7);

    private final Map<DomainName, Backlog> backlogs = new HashMap<>();
    private final Map<DomainName, Instant> active = new HashMap<>();

    private KnownMail() {}

    /// What the queue holds and the monitor has counted. Address literals are left out, because no policy
    /// names them.
    static KnownMail of(MessageQueue queue, DestinationCounters counters, Instant now) {
        KnownMail mail = new KnownMail();
        queue.backlogs().forEach((name, backlog) -> domain(name).ifPresent(d -> mail.backlogs.put(d, backlog)));
        for (DestinationCount count : counters.all()) {
            if (count.lastActivity().isAfter(now.minus(RECENT))) {
                domain(count.domain()).ifPresent(d -> mail.active.put(d, count.lastActivity()));
            }
        }
        return mail;
    }

    /// All these destinations.
    Set<DomainName> destinations() {
        Map<DomainName, Object> all = new HashMap<>(active);
        all.putAll(backlogs);
        return Set.copyOf(all.keySet());
    }

    /// The mail that waits for a destination.
    Backlog backlog(DomainName domain) {
        return backlogs.getOrDefault(domain, Backlog.EMPTY);
    }

    /// A line of a dry run, with the mail that waits.
    DryRun.Line line(DomainName domain, RehearsalPair.Outlooks outlooks) {
        Backlog waits = backlog(domain);
        return new DryRun.Line(
                domain.ascii(), waits.activeRecipients(), waits.messages(), outlooks.now(), outlooks.after());
    }

    /// Orders by most waiting recipients, then by the latest mail, then by name.
    Comparator<DomainName> importance() {
        return Comparator.comparingInt((DomainName d) -> -backlog(d).activeRecipients())
                .thenComparing(d -> active.getOrDefault(d, Instant.EPOCH), Comparator.reverseOrder())
                .thenComparing(DomainName::ascii);
    }

    private static Optional<DomainName> domain(String destination) {
        try {
            return Optional.of(new DomainName(destination));
        } catch (IllegalArgumentException addressLiteral) {
            return Optional.empty();
        }
    }
}
