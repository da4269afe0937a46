package org.danegate.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.WireParseException;

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
    private final Semaphore trials = new Semaphore(MOST_TRIALS);
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
        return failing && (clock.instant().isBefore(restsUntil) || trials.availablePermits() < MOST_TRIALS);
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
    /// bytes that are no DNS message, ends it at once. While the server is failing, a few questions at a time are
    /// put to it, and the others wait for what becomes of those. The time is real time, whatever clock the
    /// signatures are judged by.
    ///
    /// @throws NoAnswer when nothing came back in time, what came back is no DNS message, or there is no server
    Message ask(Message query, Duration timeout) throws NoAnswer {
        if (!failing) {
            return send(query, timeout);
        }
        long start = System.nanoTime();
        try {
            if (!trials.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw NoAnswer.at(address, new SocketTimeoutException("still waiting for an earlier question"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw NoAnswer.at(address, new SocketTimeoutException("interrupted"));
        }
        boolean back = !failing;
        try {
            if (!back) {
                return send(query, timeout.minusNanos(System.nanoTime() - start));
            }
        } finally {
            trials.release();
        }
        return send(query, timeout);
    }

    private Message send(Message query, Duration timeout) throws NoAnswer {
        long start = System.nanoTime();
        while (true) {
            Duration left = timeout.minusNanos(System.nanoTime() - start);
            if (left.compareTo(LEAST) < 0) {
                failed(start);
                throw NoAnswer.at(
                        address, new SocketTimeoutException("no answer within " + timeout.toMillis() + " ms"));
            }
            SimpleResolver resolver = new SimpleResolver(address);
            resolver.setEDNS(0, UDP_SIZE, ExtendedFlags.DO);
            resolver.setTimeout(left.compareTo(RESEND) > 0 ? RESEND : left);
            try {
                Message answer = resolver.send(query);
                RelevantRecords.check(query, answer);
                answered(start, answer.getOPT() != null);
                return answer;
            } catch (IOException e) {
                if (e instanceof WireParseException) {
                    // It is there: one answer that cannot be read must not cost the others their server.
                    answered(start, null);
                    throw NoAnswer.at(address, e);
                }
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

    private void answered(long start, @Nullable Boolean dnssec) {
        rest = SHORTEST_REST;
        restsUntil = Instant.MIN;
        failing = false;
        lastAnswer = System.nanoTime();
        note(true, start, dnssec);
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
