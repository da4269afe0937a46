package org.danegate.delivery;

import java.util.List;
import org.danegate.event.Trouble;

/// Words, as on the appliance, why a message was not delivered although its host may work. The dialing code words the
/// errors of hosts.
final class MessageTroubles {

    private MessageTroubles() {}

    /// A fault of this gateway itself; the process log has the details.
    static Trouble ownFault() {
        return new Trouble(
                "000",
                "4.3.0",
                "Other mail system problem",
                List.of("this gateway could not try delivery; its process log has the cause"),
                false);
    }

    /// The message cannot be signed with DKIM now.
    static Trouble unsigned(String why) {
        return new Trouble("000", "4.3.5", "Message cannot be signed", List.of(why), false);
    }

    static Trouble missingExtension(String enhanced, String text) {
        return new Trouble("000", enhanced, "Peer lacks an extension the message needs", List.of(text), false);
    }

    /// No TLS, no verified server, or none that announces REQUIRETLS. The code is that of RFC 8689 4.2.1.
    static Trouble requireTls(String enhanced, String text) {
        return new Trouble("550", enhanced, "REQUIRETLS could not be met", List.of(text), false);
    }

    /// The final trouble of a recipient whose bounce profile allows no more time or retries.
    static Trouble expired(String lastTrouble, boolean retriesOver) {
        return new Trouble(
                "000",
                "5.4.7",
                retriesOver ? "Delivery expired (too many retries)" : "Delivery expired (message too old)",
                List.of(lastTrouble.isEmpty() ? "timeout" : lastTrouble),
                false);
    }
}
