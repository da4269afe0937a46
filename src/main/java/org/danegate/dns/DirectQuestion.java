package org.danegate.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.xbill.DNS.Message;

/// A question put to one server alone, with EDNS and DO, by the transport that is wanted: what probes are made of.
/// Lookups go by [Upstream], which follows truncation and does without EDNS where it must.
public final class DirectQuestion {

    private DirectQuestion() {}

    /// Asks by UDP and sends again as lookups do, by TCP too where wrong answers come; blocks for
    /// the time given at most. The answer may be truncated.
    ///
    /// @throws java.net.SocketTimeoutException when nothing came in time
    /// @throws IOException for a closed port, or octets that are no answer
    public static Message byUdp(InetSocketAddress server, Message query, Duration timeout) throws IOException {
        return new Exchange(server, Exchange.withEdns(query), new RoundTrips(), timeout, MixedLetters.never())
                .ask(timeout, System.nanoTime(), () -> false);
    }

    /// Asks by TCP; blocks for the time given at most.
    ///
    /// @throws java.net.SocketTimeoutException when nothing came in time
    /// @throws IOException for a closed port, or octets that are no answer
    public static Message byTcp(InetSocketAddress server, Message query, Duration timeout) throws IOException {
        return StreamExchange.ask(server, Exchange.withEdns(query), timeout);
    }
}
