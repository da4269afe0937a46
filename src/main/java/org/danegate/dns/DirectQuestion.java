package org.danegate.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.xbill.DNS.Message;

/// A question to one server only, with EDNS and DO, over a chosen transport. Probes consist of these. Lookups use
/// [Upstream], which follows truncation and does without EDNS when it must.
public final class DirectQuestion {

    private DirectQuestion() {}

    /// Queries by UDP and retransmits as lookups do, also by TCP when wrong answers arrive; blocks at most for the
    /// given time. The answer may be truncated.
    ///
    /// @throws java.net.SocketTimeoutException when nothing came in time
    /// @throws IOException for a closed port, or octets that are no answer
    public static Message byUdp(InetSocketAddress server, Message query, Duration timeout) throws IOException {
        return new Exchange(server, Exchange.withEdns(query), new RoundTrips(), timeout, MixedLetters.never())
                .ask(timeout, System.nanoTime(), () -> false);
    }

    /// Queries by TCP; blocks at most for the given time.
    ///
    /// @throws java.net.SocketTimeoutException when nothing came in time
    /// @throws IOException for a closed port, or octets that are no answer
    public static Message byTcp(InetSocketAddress server, Message query, Duration timeout) throws IOException {
        return StreamExchange.ask(server, Exchange.withEdns(query), timeout);
    }
}
