package org.danegate.dns;

import java.io.IOException;
import org.danegate.dns.answer.Answer.Failure;
import org.xbill.DNS.WireParseException;

/// A question that brought no usable answer.
record Lost(Failure failure, String text) {

    /// The loss when no answer came.
    static Lost of(RawQuestion question, IOException e) {
        Failure failure = switch (e) {
            case NoAnswer none -> none.failure();
            case WireParseException malformed -> Failure.MALFORMED;
            default -> Failure.NO_SERVER;
        };
        return new Lost(failure, "asking " + question.text() + " failed: " + e.getMessage());
    }
}
