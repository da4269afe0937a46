package org.danegate.event;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.danegate.dane.Course.Halt;
import org.danegate.dane.Evidence.HostResult;
import org.jspecify.annotations.Nullable;

/// What one new connection showed of TLS, for reports to the domain it was for (RFC 8460) and for the Advisor.
///
/// @param since when the connection was begun
/// @param host as it was planned, with the result of this connection as its only address
/// @param encrypted whether TLS was established and passed every check
/// @param halt how far TLS got when it was wanted and not established; null when it was established, not wanted, or
///     never reached
/// @param reason why it was not established, one sentence or phrase; empty when it was
/// @param local our address; null when there was no connection
/// @param unheeded whether the mail asks to ignore the policies of its receivers (`TLS-Required: No`)
/// @param chain certificates as the host sent them, its own first; empty without TLS
public record DialedSession(
        Instant since,
        HostResult host,
        boolean encrypted,
        @Nullable Halt halt,
        String reason,
        @Nullable InetAddress local,
        boolean unheeded,
        List<X509Certificate> chain) {
    public DialedSession {
        chain = List.copyOf(chain);
    }

    /// Without our address and certificates.
    public DialedSession(
            Instant since, HostResult host, boolean encrypted, @Nullable Halt halt, String reason, boolean unheeded) {
        this(since, host, encrypted, halt, reason, null, unheeded, List.of());
    }
}
