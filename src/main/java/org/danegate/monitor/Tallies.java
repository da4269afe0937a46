package org.danegate.monitor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.danegate.event.DeliveryEvent;
import org.jspecify.annotations.Nullable;

/// The tallies of the most recently active destinations, up to a bound, and the unsaved counts of those that had to
/// make
/// room. The evidence of attempts is bounded over all tallies together. Guarded by the lock of
/// {@link DestinationCounters}.
final class Tallies {

    private final LinkedHashMap<String, Tally> tallies = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<String, SavedCount> evicted = new LinkedHashMap<>();
    private final int destinations;
    private final int attemptsInAll;
    private int attempts;

    /// @param destinations the most tallies
    /// @param attemptsInAll the most attempts kept over all tallies
    Tallies(int destinations, int attemptsInAll) {
        this.destinations = destinations;
        this.attemptsInAll = attemptsInAll;
    }

    @Nullable
    Tally find(String domain) {
        return tallies.get(domain);
    }

    /// Least recently active first.
    Collection<Tally> all() {
        return tallies.values();
    }

    void count(DeliveryEvent event) {
        switch (event) {
            case DeliveryEvent.ConnectionOpened e ->
                tally(e.destination(), e.at()).opened(e);
            case DeliveryEvent.ConnectionFailed e ->
                tally(e.destination(), e.at()).connectionFailed(e);
            case DeliveryEvent.ConnectionClosed e ->
                tally(e.destination(), e.at()).closed(e);
            case DeliveryEvent.RecipientDelivered e ->
                tally(e.destination(), e.at()).delivered(e.at());
            case DeliveryEvent.RecipientDelayed e ->
                tally(e.destination(), e.at()).delayed(e);
            case DeliveryEvent.RecipientsDeferred e ->
                tally(e.destination(), e.at()).deferred(e.at(), e.trouble(), e.recipients());
            case DeliveryEvent.RecipientBounced e ->
                tally(e.destination(), e.at()).bounced(e);
            case DeliveryEvent.AttemptEnded e -> attempted(e);
            default -> {
                // Does not concern a destination's counters.
            }
        }
    }

    private void attempted(DeliveryEvent.AttemptEnded event) {
        Tally tally = tally(event.destination(), event.at());
        attempts -= tally.attemptsKept();
        tally.attempted(event);
        attempts += tally.attemptsKept();
        if (attempts > attemptsInAll) {
            thinOut();
        }
    }

    /// Drops older attempts of the least recently active destinations until a tenth of the room is free.
    private void thinOut() {
        for (Tally tally : tallies.values()) {
            if (attempts <= attemptsInAll * 9 / 10) {
                return;
            }
            attempts -= tally.attemptsKept();
            tally.keepLastAttempt();
            attempts += tally.attemptsKept();
        }
    }

    private Tally tally(String destination, Instant at) {
        Tally known = tallies.get(destination);
        if (known != null) {
            return known;
        }
        SavedCount unsaved = evicted.remove(destination);
        Tally fresh = unsaved == null ? new Tally(destination, at) : Tally.restored(unsaved);
        if (unsaved != null) {
            fresh.markUnsaved();
        }
        tallies.put(destination, fresh);
        if (tallies.size() > destinations) {
            evict(tallies.firstEntry().getValue());
        }
        return fresh;
    }

    private void evict(Tally eldest) {
        tallies.remove(eldest.domain());
        attempts -= eldest.attemptsKept();
        // A tally whose past is unknown is not saved: it would overwrite the saved counts with smaller ones.
        if (!eldest.mayHavePast() && eldest.takeUnsaved()) {
            evicted.put(eldest.domain(), eldest.saved());
        }
    }

    void restore(Collection<SavedCount> saved) {
        saved.forEach(count -> tallies.putIfAbsent(count.getDomain(), Tally.restored(count)));
    }

    /// Adds the saved counts of destinations whose past was asked for.
    void resume(Collection<String> asked, Collection<SavedCount> saved) {
        saved.forEach(count -> {
            Tally tally = tallies.get(count.getDomain());
            if (tally != null && tally.mayHavePast()) {
                tally.addPast(count);
            }
        });
        asked.forEach(domain -> {
            Tally tally = tallies.get(domain);
            if (tally != null) {
                tally.pastKnown();
            }
        });
    }

    List<SavedCount> takeUnsaved() {
        List<SavedCount> changed = new ArrayList<>(evicted.values());
        evicted.clear();
        tallies.values().stream()
                .filter(tally -> !tally.mayHavePast() && tally.takeUnsaved())
                .map(Tally::saved)
                .forEach(changed::add);
        return changed;
    }

    void giveBack(Collection<SavedCount> unsaved) {
        for (SavedCount count : unsaved) {
            Tally tally = tallies.get(count.getDomain());
            if (tally == null) {
                evicted.put(count.getDomain(), count);
            } else {
                tally.markUnsaved();
            }
        }
    }
}
