package org.danegate.maillog;

import java.util.List;
import org.danegate.event.DeliveryEvent;

/// The lines of a log type for events.
@FunctionalInterface
interface LogGrammar {

    /// The lines of an event, in order; empty when it has none.
    List<LogLine> of(DeliveryEvent event);
}
