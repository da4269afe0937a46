package org.danegate.queue;

import java.time.Instant;

/// What waits for a destination.
///
/// @param activeRecipients recipients without an end, leased ones and those of held messages too
/// @param messages messages that those are of; one with recipients at several destinations waits for each
/// @param oldest when the oldest of them was accepted; {@link Instant#MAX} when none
/// @param nextDue when the next of them is due; {@link Instant#MAX} when none
/// @param inDelivery recipients of them that are leased
/// @param held recipients of them whose message is held
/// @param pausedUntil none of it is tried before, whatever is due: the end of a limit; {@link Instant#MIN} when nothing
///     pauses it
public record Backlog(
        int activeRecipients,
        int messages,
        Instant oldest,
        Instant nextDue,
        int inDelivery,
        int held,
        Instant pausedUntil) {

    /// Nothing waits.
    public static final Backlog EMPTY = new Backlog(0, 0, Instant.MAX, Instant.MAX, 0, 0, Instant.MIN);

    /// Both together.
    public Backlog with(Backlog other) {
        if (activeRecipients == 0 || other.activeRecipients == 0) {
            return activeRecipients == 0 ? other : this;
        }
        return new Backlog(
                activeRecipients + other.activeRecipients,
                messages + other.messages,
                oldest.isBefore(other.oldest) ? oldest : other.oldest,
                nextDue.isBefore(other.nextDue) ? nextDue : other.nextDue,
                inDelivery + other.inDelivery,
                held + other.held,
                pausedUntil.isAfter(other.pausedUntil) ? pausedUntil : other.pausedUntil);
    }

    /// Recipients that are neither in delivery nor held: those that a retry makes due.
    public int waiting() {
        return activeRecipients - inDelivery - held;
    }

    /// Whether something is in delivery or is taken up as soon as it can be.
    public boolean underWay(Instant now) {
        return inDelivery > 0 || !nextDue.isAfter(now);
    }
}
