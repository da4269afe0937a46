package org.danegate.monitor;

import java.time.Instant;
import org.danegate.event.Trouble;

/// The last error of a destination.
///
/// @param code SMTP reply code, `000` when there was no reply
/// @param enhanced enhanced status code (RFC 3463)
/// @param dane true when the DANE decision was the cause
public record LastError(Instant when, String code, String enhanced, String text, boolean dane) {

    static LastError of(Instant at, Trouble trouble) {
        return new LastError(at, trouble.code(), trouble.enhanced(), trouble.text(), trouble.dane());
    }
}
