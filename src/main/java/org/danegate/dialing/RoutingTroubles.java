package org.danegate.dialing;

import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.event.Trouble;

/// Words, as on the appliance, why mail has nowhere to go.
final class RoutingTroubles {

    private static final String NO_CODE = "000";

    private RoutingTroubles() {}

    /// The destination does not exist.
    static Trouble badHost(String text) {
        return new Trouble(NO_CODE, "5.1.2", "Bad destination host", List.of(text), false);
    }

    /// The destination exists, but none of its hosts does.
    static Trouble noHost(String text) {
        return new Trouble(NO_CODE, "5.4.4", "Unable to route", List.of(text), false);
    }

    /// No route for now; a change by an administrator may help.
    static Trouble notNow(String text) {
        return new Trouble(NO_CODE, "4.4.4", "Unable to route", List.of(text), false);
    }

    /// The route leads back to this gateway.
    static Trouble loop(String text) {
        return new Trouble(NO_CODE, "5.4.6", "Routing loop", List.of(text), false);
    }

    /// A lookup gave no usable result.
    static Trouble dns(String text) {
        return new Trouble(NO_CODE, "4.4.3", "Temporary DNS failure", List.of(text), false);
    }

    /// The MX records do not validate.
    static Trouble bogusMx(DomainName domain, Answer.Bogus<MxRecord> bogus) {
        return dns("BOGUS MX record found for " + domain + ": "
                + bogus.provenance().reason());
    }

    /// The MX lookup gave no answer.
    static Trouble failedMx(DomainName domain, Answer.Failed<MxRecord> failed) {
        return dns("DNS Soft Error looking up " + domain + " (MX): "
                + failed.provenance().reason());
    }

    /// The destination has a null MX (RFC 7505).
    static Trouble nullMx() {
        return new Trouble(
                "556", "5.1.10", "Recipient address has null MX", List.of("Domain does not accept mail"), false);
    }
}
