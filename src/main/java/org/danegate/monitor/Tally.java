package org.danegate.monitor;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Trouble;
import org.jspecify.annotations.Nullable;

/// The running counters of one destination. Guarded by the lock of {@link DestinationCounters}.
final class Tally {

    private final String domain;
    private Instant since;
    private boolean mayHavePast = true;
    private final Deque<Attempt> attempts = new ArrayDeque<>();
    private final Reachability hosts = new Reachability();
    private long delivered;
    private long softBounced;
    private long hardBounced;
    private final LastTrouble trouble = new LastTrouble();
    private @Nullable DaneResult dane;
    private Instant lastActivity;
    private boolean unsaved;
    private long version;

    Tally(String domain, Instant since) {
        this.domain = domain;
        this.since = since;
        this.lastActivity = since;
    }

    static Tally restored(SavedCount saved) {
        Tally tally = new Tally(saved.getDomain(), saved.getCountingSince());
        tally.delivered = saved.getDeliveredRecipients();
        tally.softBounced = saved.getSoftBouncedEvents();
        tally.hardBounced = saved.getHardBouncedRecipients();
        tally.lastActivity = saved.getLastActivity();
        tally.mayHavePast = false;
        return tally;
    }

    String domain() {
        return domain;
    }

    /// True until it is known whether the database has earlier counts of this destination.
    boolean mayHavePast() {
        return mayHavePast;
    }

    void pastKnown() {
        mayHavePast = false;
    }

    /// Adds the counts saved before this destination was forgotten.
    void addPast(SavedCount saved) {
        since = saved.getCountingSince().isBefore(since) ? saved.getCountingSince() : since;
        delivered += saved.getDeliveredRecipients();
        softBounced += saved.getSoftBouncedEvents();
        hardBounced += saved.getHardBouncedRecipients();
        mayHavePast = false;
    }

    void opened(DeliveryEvent.ConnectionOpened event) {
        touch(event.at());
        hosts.opened(event.dcid());
    }

    void connectionFailed(DeliveryEvent.ConnectionFailed event) {
        touch(event.at());
        hosts.failed();
        trouble.connectionFailed(event);
    }

    void closed(DeliveryEvent.ConnectionClosed event) {
        touch(event.at());
        hosts.closed(event.dcid());
    }

    void delivered(Instant at) {
        touch(at);
        delivered++;
        unsaved = true;
    }

    void delayed(DeliveryEvent.RecipientDelayed event) {
        hosts.resulted(event.dcid());
        deferred(event.at(), event.trouble(), 1);
    }

    void deferred(Instant at, Trouble why, int recipients) {
        touch(at);
        softBounced += recipients;
        unsaved = true;
        trouble.remember(at, why);
    }

    void bounced(DeliveryEvent.RecipientBounced event) {
        touch(event.at());
        hosts.resulted(event.dcid());
        hardBounced++;
        unsaved = true;
        trouble.remember(event.at(), event.trouble());
    }

    void attempted(DeliveryEvent.AttemptEnded event) {
        touch(event.at());
        hosts.attempted(event.trouble() == null);
        dane = DaneResult.of(event.evidence());
        trouble.attempted(event.evidence());
        if (event.trouble() != null) {
            trouble.remember(event.at(), event.trouble());
        }
        attempts.addFirst(new Attempt(event.at(), event.recipients(), event.evidence(), event.trouble()));
        if (attempts.size() > DestinationCounters.ATTEMPTS_KEPT) {
            attempts.removeLast();
        }
    }

    int attemptsKept() {
        return attempts.size();
    }

    /// Frees the evidence of older attempts; keeps the last one.
    void keepLastAttempt() {
        while (attempts.size() > 1) {
            attempts.removeLast();
        }
    }

    /// Increases with each event.
    long version() {
        return version;
    }

    Instant since() {
        return since;
    }

    boolean takeUnsaved() {
        boolean was = unsaved;
        unsaved = false;
        return was;
    }

    void markUnsaved() {
        unsaved = true;
    }

    SavedCount saved() {
        return new SavedCount(domain, since, delivered, softBounced, hardBounced, lastActivity);
    }

    DestinationCount count() {
        return count(List.copyOf(attempts));
    }

    /// The same without evidence: cheap, for lists.
    DestinationCount summary() {
        return count(List.of());
    }

    private DestinationCount count(List<Attempt> shown) {
        return new DestinationCount(
                domain,
                since,
                hosts.status(),
                hosts.connections(),
                delivered,
                softBounced,
                hardBounced,
                trouble.error(),
                trouble.reason(),
                trouble.nextHop(),
                dane,
                lastActivity,
                shown);
    }

    private void touch(Instant at) {
        lastActivity = at;
        version++;
    }
}
