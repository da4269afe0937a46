package org.danegate.maillog;

import java.util.List;
import org.danegate.event.DeliveryEvent;

/// What a type of log says about events.
@FunctionalInterface
interface LogGrammar {

    /// The lines of an event, in order; empty when it has none.
    List<LogLine> of(DeliveryEvent event);
}
