package org.danegate.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.SimpleResolver;

/// One resolver that is asked: UDP with EDNS 1232 and DO, TCP when the answer is truncated.
final class Upstream {

    private static final int UDP_SIZE = 1232;
    private static final Duration RESEND = Duration.ofSeconds(3);
    private static final Duration REST = Duration.ofSeconds(30);

    private final InetSocketAddress address;
    private final InstantSource clock;
    private volatile @Nullable ServerHealth health;
    private volatile Instant restsUntil = Instant.MIN;

    Upstream(InetSocketAddress address, InstantSource clock) {
        this.address = address;
        this.clock = clock;
    }

    String name() {
        return address.getAddress().getHostAddress() + (address.getPort() == 53 ? "" : ":" + address.getPort());
    }

    boolean rests() {
        return clock.instant().isBefore(restsUntil);
    }

    ServerHealth health() {
        ServerHealth known = health;
        return known != null ? known : new ServerHealth(name(), null, null, null);
    }

    /// Asks, sending again within the time given.
    ///
    /// @throws IOException when no usable packet came back in time
    Message ask(Message query, Duration timeout) throws IOException {
        Instant start = clock.instant();
        Instant end = start.plus(timeout);
        while (true) {
            Duration left = Duration.between(clock.instant(), end);
            SimpleResolver resolver = new SimpleResolver(address);
            resolver.setEDNS(0, UDP_SIZE, ExtendedFlags.DO);
            resolver.setTimeout(left.compareTo(RESEND) > 0 ? RESEND : left);
            try {
                Message answer = resolver.send(query);
                note(true, Duration.between(start, clock.instant()));
                restsUntil = Instant.MIN;
                return answer;
            } catch (IOException e) {
                if (!clock.instant().plusMillis(50).isBefore(end)) {
                    note(false, Duration.between(start, clock.instant()));
                    restsUntil = clock.instant().plus(REST);
                    throw e;
                }
            }
        }
    }

    private void note(boolean reachable, Duration latency) {
        ServerHealth before = health();
        boolean same = Boolean.valueOf(reachable).equals(before.reachable());
        health = new ServerHealth(name(), reachable, latency, same ? before.since() : clock.instant());
    }
}
