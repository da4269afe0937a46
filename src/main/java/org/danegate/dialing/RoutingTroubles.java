package org.danegate.dialing;

import java.util.List;
import org.danegate.event.Trouble;

/// Why mail has nowhere to go, in the appliance's words.
final class RoutingTroubles {

    private static final String NO_CODE = "000";

    private RoutingTroubles() {}

    /// There is no such destination.
    static Trouble badHost(String text) {
        return new Trouble(NO_CODE, "5.1.2", "Bad destination host", List.of(text), false);
    }

    /// The destination is there, and none of its hosts is.
    static Trouble noHost(String text) {
        return new Trouble(NO_CODE, "5.4.4", "Unable to route", List.of(text), false);
    }

    /// Nowhere now; what an administrator changes may help.
    static Trouble notNow(String text) {
        return new Trouble(NO_CODE, "4.4.4", "Unable to route", List.of(text), false);
    }

    /// The way leads back to this gateway.
    static Trouble loop(String text) {
        return new Trouble(NO_CODE, "5.4.6", "Routing loop", List.of(text), false);
    }

    /// A lookup came to nothing.
    static Trouble dns(String text) {
        return new Trouble(NO_CODE, "4.4.3", "Temporary DNS failure", List.of(text), false);
    }

    /// RFC 7505.
    static Trouble nullMx() {
        return new Trouble(
                "556", "5.1.10", "Recipient address has null MX", List.of("Domain does not accept mail"), false);
    }
}
