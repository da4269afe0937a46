package org.danegate.queue;

import java.time.Instant;

/// The mail that waits for a destination.
///
/// @param activeRecipients recipients that are not finished, including leased ones and those of held messages
/// @param messages messages of these recipients; a message with recipients at several destinations counts at each
/// @param oldest when the oldest of them was accepted; {@link Instant#MAX} when none
/// @param nextDue when the next of them is due; {@link Instant#MAX} when none
/// @param inDelivery recipients of them that are leased
/// @param held recipients of them whose message is held
/// @param attempted recipients of them that at least one attempt has failed for
/// @param pausedUntil no recipient is tried before this time, even if due: the end of a limit; {@link Instant#MIN} when
///     nothing pauses delivery
public record Backlog(
        int activeRecipients,
        int messages,
        Instant oldest,
        Instant nextDue,
        int inDelivery,
        int held,
        int attempted,
        Instant pausedUntil) {

    /// Nothing waits.
    public static final Backlog EMPTY = new Backlog(0, 0, Instant.MAX, Instant.MAX, 0, 0, 0, Instant.MIN);

    /// The sum of both.
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
                attempted + other.attempted,
                pausedUntil.isAfter(other.pausedUntil) ? pausedUntil : other.pausedUntil);
    }

    /// Recipients that are neither in delivery nor held: a retry makes these due.
    public int waiting() {
        return activeRecipients - inDelivery - held;
    }

    /// Whether a recipient is in delivery or will be taken as soon as possible.
    public boolean underWay(Instant now) {
        return inDelivery > 0 || !nextDue.isAfter(now);
    }
}
