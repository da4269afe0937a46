package org.danegate.maillog;

import java.util.List;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.LogSubscription.Level;

/// The lines of Text Mail Logs about DKIM signing. The first part is the appliance's; what is in brackets is ours.
final class SigningLines {

    private SigningLines() {}

    static List<LogLine> of(DeliveryEvent.MessageSigned e) {
        String why = e.failure();
        return why == null
                ? LogLine.info("MID " + e.mid() + " DKIM: signing with " + e.profile() + " - matches " + e.author()
                        + " (" + e.text() + ")")
                : failed(e, why);
    }

    /// The line about a message that was not signed, for the system's own log too.
    static List<LogLine> failed(DeliveryEvent.MessageSigned e, String why) {
        return LogLine.of(
                Level.WARNING,
                "MID " + e.mid() + " DKIM: cannot sign, " + (e.waits() ? "the message waits: " : "leaves unsigned: ")
                        + why);
    }
}
