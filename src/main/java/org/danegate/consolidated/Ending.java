package org.danegate.consolidated;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.danegate.consolidated.ConsolidatedEvent.Act;
import org.danegate.consolidated.ConsolidatedEvent.Dane;
import org.danegate.consolidated.ConsolidatedEvent.NextHost;
import org.danegate.event.Trouble;
import org.jspecify.annotations.Nullable;

/// An outcome that recipients of one message share, with those that had it so far. For one thread.
final class Ending {

    private final Kind kind;
    private final Instant at;
    private final @Nullable NextHost next;
    private final @Nullable Dane dane;
    private final List<String> recipients = new ArrayList<>(1);

    /// What makes outcomes of one message the same.
    record Kind(long dcid, Act act, String details, String destination) {}

    Ending(Kind kind, Instant at, @Nullable NextHost next, @Nullable Trouble trouble) {
        this.kind = kind;
        this.at = at;
        this.next = next;
        this.dane = dane(next, trouble);
    }

    private static @Nullable Dane dane(@Nullable NextHost next, @Nullable Trouble trouble) {
        if (trouble != null) {
            return trouble.dane() ? new Dane(false, trouble.text(), null) : null;
        }
        String reason = next == null ? null : next.reason();
        return next == null || reason == null && !next.verified()
                ? null
                : new Dane(next.verified() ? true : null, reason == null ? "" : reason, next.record());
    }

    Kind kind() {
        return kind;
    }

    Instant at() {
        return at;
    }

    void add(String recipient) {
        recipients.add(recipient);
    }

    ConsolidatedEvent event(long mid, Story story) {
        return new ConsolidatedEvent(
                mid,
                story.icid(),
                kind.dcid(),
                story.started(),
                at,
                story.message(),
                story.client(),
                recipients,
                kind.act(),
                kind.details(),
                kind.destination(),
                next,
                dane,
                kind.act() == Act.DELIVERED ? story.signatures() : List.of());
    }
}
