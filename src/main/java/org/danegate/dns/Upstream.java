package org.danegate.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeoutException;
import org.danegate.address.AddressText;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.SimpleResolver;

/// One resolver that is asked: UDP with EDNS 1232 and DO, TCP when the answer is truncated.
final class Upstream {

    private static final int UDP_SIZE = 1232;
    private static final Duration RESEND = Duration.ofSeconds(3);
    private static final Duration SHORTEST_REST = Duration.ofSeconds(30);
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);

    private final InetSocketAddress address;
    private final InstantSource clock;
    private volatile @Nullable ServerHealth health;
    private volatile Instant restsUntil = Instant.MIN;
    private volatile Duration rest = SHORTEST_REST;

    Upstream(InetSocketAddress address, InstantSource clock) {
        this.address = address;
        this.clock = clock;
    }

    String name() {
        return address.getPort() == 53
                ? AddressText.of(address.getAddress())
                : AddressText.withPort(address.getAddress(), address.getPort());
    }

    boolean rests() {
        return clock.instant().isBefore(restsUntil);
    }

    ServerHealth health() {
        ServerHealth known = health;
        return known != null ? known : new ServerHealth(name(), null, null, null, null);
    }

    /// Asks, sending again within the time given when nothing comes back. Any other fault, such as a closed port or
    /// bytes that are no DNS message, ends it at once. The time is real time, whatever clock the signatures are judged
    /// by.
    ///
    /// @throws NoAnswer when nothing came back in time, what came back is no DNS message, or there is no server
    Message ask(Message query, Duration timeout) throws NoAnswer {
        long start = System.nanoTime();
        while (true) {
            Duration left = timeout.minusNanos(System.nanoTime() - start);
            if (!left.isPositive()) {
                failed(start);
                throw NoAnswer.at(
                        address, new SocketTimeoutException("no answer within " + timeout.toMillis() + " ms"));
            }
            SimpleResolver resolver = new SimpleResolver(address);
            resolver.setEDNS(0, UDP_SIZE, ExtendedFlags.DO);
            resolver.setTimeout(left.compareTo(RESEND) > 0 ? RESEND : left);
            try {
                Message answer = resolver.send(query);
                rest = SHORTEST_REST;
                restsUntil = Instant.MIN;
                note(true, start, answer.getOPT() != null);
                return answer;
            } catch (IOException e) {
                if (!isTimeout(e)) {
                    failed(start);
                    throw NoAnswer.at(address, e);
                }
            }
        }
    }

    private static boolean isTimeout(IOException e) {
        return e instanceof SocketTimeoutException || e.getCause() instanceof TimeoutException;
    }

    private void failed(long start) {
        restsUntil = clock.instant().plus(rest);
        Duration longer = rest.multipliedBy(2);
        rest = longer.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : longer;
        note(false, start, null);
    }

    private void note(boolean reachable, long start, @Nullable Boolean dnssec) {
        ServerHealth before = health();
        boolean same = Boolean.valueOf(reachable).equals(before.reachable());
        health = new ServerHealth(
                name(),
                reachable,
                Duration.ofNanos(System.nanoTime() - start),
                dnssec == null ? before.dnssec() : dnssec,
                same ? before.since() : clock.instant());
    }
}
