package org.danegate.syslog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a collector gets its lines.
///
/// @param collector its protocol, host and port, such as `TLS siem.example.com:6514`
/// @param connectedSince null while there is no connection
/// @param sent lines since the target began
/// @param dropped lines since the target began that found no room
/// @param waiting lines that wait now
/// @param lastError why the last connection ended or failed; null while there was none
/// @param failingSince since when there has been no connection; null while there is one, and before the first attempt
public record TargetState(
        String collector,
        @Nullable Instant connectedSince,
        long sent,
        long dropped,
        int waiting,
        @Nullable String lastError,
        @Nullable Instant failingSince) {}
