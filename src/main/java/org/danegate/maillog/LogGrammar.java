package org.danegate.maillog;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.LogSubscription;

/// The lines of a log type for events.
@FunctionalInterface
interface LogGrammar {

    /// The lines of an event, in order; empty when it has none.
    List<LogLine> of(DeliveryEvent event);

    /// The grammar of each type that has lines for events.
    ///
    /// @param zone for times in the text of lines
    static Map<LogSubscription.Type, LogGrammar> all(ZoneId zone) {
        return Map.of(
                LogSubscription.Type.MAIL,
                new MailLogLines(zone),
                LogSubscription.Type.BOUNCE,
                OtherLogLines::bounces,
                LogSubscription.Type.AUDIT,
                OtherLogLines::audit,
                LogSubscription.Type.SYSTEM,
                OtherLogLines::system);
    }
}
