package org.danegate.maillog;

import java.time.Instant;
import java.util.List;
import org.danegate.consolidated.ConsolidatedEvent;
import org.danegate.consolidated.EventNotation;
import org.danegate.consolidated.MessageStories;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.KnownMessages;
import org.danegate.policy.LogSubscription;
import org.danegate.policy.LogSubscription.Level;
import org.jspecify.annotations.Nullable;

/// Writes Consolidated Event Logs. Remembers nothing and does nothing while no subscription has that type. For one
/// thread.
final class ConsolidatedLog {

    private static final LogSubscription.Type TYPE = LogSubscription.Type.CONSOLIDATED;

    private final LogOutlets outlets;
    private final EventNotation notation;
    private final KnownMessages known;
    private final PrivateText texts;
    private @Nullable MessageStories stories;

    /// @param known asked for messages of earlier runs
    ConsolidatedLog(LogOutlets outlets, EventNotation notation, KnownMessages known, PrivateText texts) {
        this.texts = texts;
        this.outlets = outlets;
        this.notation = notation;
        this.known = known;
    }

    void read(DeliveryEvent event) {
        if (!outlets.has(TYPE)) {
            stories = null;
            return;
        }
        MessageStories now = stories;
        if (now == null) {
            now = new MessageStories(known);
            stories = now;
        }
        write(now.on(event));
    }

    /// Writes what has been known for long enough; true when something was written.
    boolean keepTime(Instant now) {
        MessageStories open = stories;
        return open != null && write(open.due(now));
    }

    /// Writes everything.
    void end() {
        MessageStories open = stories;
        if (open != null) {
            write(open.rest());
        }
    }

    private boolean write(List<ConsolidatedEvent> events) {
        events.forEach(event -> outlets.write(TYPE, log -> line(event, log), event.ended()));
        return !events.isEmpty();
    }

    private LogLine line(ConsolidatedEvent event, LogSubscription log) {
        return new LogLine(Level.INFO, notation.line(texts.of(event, log.privacy()), log.events()), false);
    }
}
