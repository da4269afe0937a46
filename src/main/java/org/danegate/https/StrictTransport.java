package org.danegate.https;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What browsers are told about staying with HTTPS (RFC 6797). Never for names below the console's: they are not the
/// console's to decide on.
public enum StrictTransport {
    /// Nothing.
    NONE(null),
    /// Use HTTPS only, for a year. A browser then lets nobody pass a certificate that it does not trust.
    YEAR("max-age=31536000"),
    /// Forget an earlier YEAR.
    FORGET("max-age=0");

    private final @Nullable String header;

    StrictTransport(@Nullable String header) {
        this.header = header;
    }

    /// Value of the header; empty when it is not sent.
    Optional<String> header() {
        return Optional.ofNullable(header);
    }
}
