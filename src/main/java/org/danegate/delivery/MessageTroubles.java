package org.danegate.delivery;

import java.util.List;
import org.danegate.event.Trouble;

/// Why a message was not delivered though its host may be well, in the appliance's words. What a host says or fails at
/// is worded where it is dialled.
final class MessageTroubles {

    private MessageTroubles() {}

    /// A fault of this gateway's own; what it is stands in the process log.
    static Trouble ownFault() {
        return new Trouble(
                "000",
                "4.3.0",
                "Other mail system problem",
                List.of("this gateway could not try delivery; its process log has the cause"),
                false);
    }

    static Trouble missingExtension(String enhanced, String text) {
        return new Trouble("000", enhanced, "Peer lacks an extension the message needs", List.of(text), false);
    }

    /// The end of a recipient whose bounce profile is over.
    static Trouble expired(String lastTrouble, boolean retriesOver) {
        return new Trouble(
                "000",
                "5.4.7",
                retriesOver ? "Delivery expired (too many retries)" : "Delivery expired (message too old)",
                List.of(lastTrouble.isEmpty() ? "timeout" : lastTrouble),
                false);
    }
}
