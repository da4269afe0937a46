package org.danegate.monitor;

import java.time.Instant;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Trouble;
import org.jspecify.annotations.Nullable;

/// The last *Try now* of a destination, with the results since.
///
/// @param at when it was asked for
/// @param recipients recipients that were made due or were in delivery: this many results are expected
/// @param held recipients that were held and are not tried
/// @param suspended true when delivery was suspended and nothing was made due
/// @param results results so far
/// @param until results after this time do not belong to this try; null while more are expected
public record AskedTry(
        Instant at,
        int recipients,
        int held,
        boolean suspended,
        Results results,
        @Nullable Instant until) {

    /// Results of recipients.
    ///
    /// @param delayed temporary failures: they are tried again according to the bounce profile
    /// @param gone dropped by a `/dev/null` route, or deleted by an administrator
    /// @param last time of the last result; null when there is none
    /// @param failure the newest failure, as the log says it; empty when none failed
    public record Results(
            int delivered,
            int delayed,
            int bounced,
            int gone,
            @Nullable Instant last,
            String failure) {

        /// None yet.
        public static final Results NONE = new Results(0, 0, 0, 0, null, "");

        /// All of them.
        public int total() {
            return delivered + delayed + bounced + gone;
        }

        private Results delivered(Instant at) {
            return new Results(delivered + 1, delayed, bounced, gone, at, failure);
        }

        private Results delayed(int more, Instant at, Trouble why) {
            return new Results(delivered, delayed + more, bounced, gone, at, why.text());
        }

        private Results bounced(Instant at, Trouble why) {
            return new Results(delivered, delayed, bounced + 1, gone, at, why.text());
        }

        private Results gone(int more, Instant at) {
            return new Results(delivered, delayed, bounced, gone + more, at, failure);
        }
    }

    /// A try that has just been asked for.
    static AskedTry begun(Instant at, Retry what) {
        return switch (what) {
            case Retry.NothingWaits ignored -> of(at, 0, 0, false);
            case Retry.Suspended ignored -> of(at, 0, 0, true);
            case Retry.Released r -> of(at, r.recipients() + r.inDelivery(), r.held(), false);
        };
    }

    private static AskedTry of(Instant at, int recipients, int held, boolean suspended) {
        return new AskedTry(at, recipients, held, suspended, Results.NONE, null);
    }

    /// Adds what an event of the destination reports; unchanged when the event does not belong to this try.
    AskedTry after(DeliveryEvent event) {
        Instant end = until;
        if (event.at().isBefore(at) || end != null && event.at().isAfter(end)) {
            return this;
        }
        return switch (event) {
            case DeliveryEvent.RecipientDelivered e -> with(results.delivered(e.at()));
            case DeliveryEvent.RecipientDelayed e -> with(results.delayed(1, e.at(), e.trouble()));
            case DeliveryEvent.RecipientsDeferred e -> with(results.delayed(e.recipients(), e.at(), e.trouble()));
            case DeliveryEvent.RecipientBounced e -> with(results.bounced(e.at(), e.trouble()));
            case DeliveryEvent.RecipientDropped e -> with(results.gone(1, e.at()));
            case DeliveryEvent.RecipientsDeleted e -> with(results.gone(e.rids().size(), e.at()));
            default -> this;
        };
    }

    private AskedTry with(Results now) {
        return new AskedTry(at, recipients, held, suspended, now, now.total() < recipients ? until : now.last());
    }

    /// Ends the try at that time: earlier events belong to it, later ones do not.
    AskedTry closed(Instant then) {
        return isOver() ? this : new AskedTry(at, recipients, held, suspended, results, then);
    }

    /// True when no more results are expected.
    boolean isOver() {
        return until != null;
    }
}
