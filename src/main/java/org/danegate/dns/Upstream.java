package org.danegate.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.SimpleResolver;

/// One server that is asked: UDP with EDNS 1232 and DO, TCP when the answer is truncated. One that does not answer
/// rests, twice as long each time; then a single question is put to it, and only its answer brings it back.
final class Upstream {

    private static final int UDP_SIZE = 1232;
    private static final Duration RESEND = Duration.ofSeconds(3);
    private static final Duration SHORTEST_REST = Duration.ofSeconds(30);
    private static final Duration LONGEST_REST = Duration.ofMinutes(5);
    private static final int MOST_TRIALS = 2;

    /// Less time than this is not worth sending again.
    private static final Duration LEAST = Duration.ofMillis(20);

    private final InetSocketAddress address;
    private final InstantSource clock;
    private final AtomicInteger trials = new AtomicInteger();
    private volatile @Nullable ServerHealth health;
    private volatile boolean failing;
    private volatile Instant restsUntil = Instant.MIN;
    private volatile Duration rest = SHORTEST_REST;
    private volatile long lastAnswer = System.nanoTime() - Duration.ofDays(1).toNanos();

    Upstream(InetSocketAddress address, InstantSource clock) {
        this.address = address;
        this.clock = clock;
    }

    String name() {
        return ServerHealth.name(address);
    }

    /// True while it is to be passed over: its rest is not over, or one question is out to see whether it is back.
    boolean rests() {
        return failing && (clock.instant().isBefore(restsUntil) || trials.get() > 0);
    }

    /// True when it has not answered since it last failed.
    boolean failing() {
        return failing;
    }

    ServerHealth health() {
        ServerHealth known = health;
        return known != null ? known : new ServerHealth(name(), null, null, null, null, null);
    }

    /// Asks, sending again within the time given when nothing comes back. Any other fault, such as a closed port or
    /// bytes that are no DNS message, ends it at once. A server that is failing is asked a few questions at a time
    /// only. The time is real time, whatever clock the signatures are judged by.
    ///
    /// @throws SocketTimeoutException when nothing came back in time
    /// @throws org.xbill.DNS.WireParseException when what came back is no DNS message
    /// @throws IOException when the server cannot be reached
    Message ask(Message query, Duration timeout) throws IOException {
        if (!failing) {
            return send(query, timeout);
        }
        try {
            if (trials.incrementAndGet() > MOST_TRIALS) {
                throw new SocketTimeoutException(name() + " does not answer and is not asked again yet");
            }
            return send(query, timeout);
        } finally {
            trials.decrementAndGet();
        }
    }

    private Message send(Message query, Duration timeout) throws IOException {
        long start = System.nanoTime();
        while (true) {
            Duration left = timeout.minusNanos(System.nanoTime() - start);
            if (left.compareTo(LEAST) < 0) {
                failed(start);
                throw new SocketTimeoutException("no answer within " + timeout.toMillis() + " ms");
            }
            SimpleResolver resolver = new SimpleResolver(address);
            resolver.setEDNS(0, UDP_SIZE, ExtendedFlags.DO);
            resolver.setTimeout(left.compareTo(RESEND) > 0 ? RESEND : left);
            try {
                Message answer = resolver.send(query);
                rest = SHORTEST_REST;
                restsUntil = Instant.MIN;
                failing = false;
                lastAnswer = System.nanoTime();
                note(true, start, answer.getOPT() != null);
                return answer;
            } catch (IOException e) {
                if (!isTimeout(e)) {
                    failed(start);
                    throw e;
                }
            }
        }
    }

    private static boolean isTimeout(IOException e) {
        return e instanceof SocketTimeoutException || e.getCause() instanceof TimeoutException;
    }

    private void failed(long start) {
        if (lastAnswer - start > 0) {
            // It answered another question meanwhile: this one question is the trouble, not the server.
            return;
        }
        failing = true;
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
                same ? before.since() : clock.instant(),
                reachable ? null : restsUntil);
    }
}
