package org.danegate.dns;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The response time of one server, as a moving mean with its deviation, and the resulting wait before a question is
/// sent again (RFC 6298 section 2).
final class RoundTrips {

    private static final Duration UNKNOWN = Duration.ofMillis(400);
    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private record Estimate(long mean, long deviation) {

        Estimate with(long nanos) {
            long off = Math.abs(mean - nanos);
            return new Estimate(mean - mean / 8 + nanos / 8, deviation - deviation / 4 + off / 4);
        }
    }

    private final AtomicReference<@Nullable Estimate> estimate = new AtomicReference<>();

    /// Adds a measurement. Each send has a socket of its own, so it is known which one was answered.
    void took(long nanos) {
        estimate.accumulateAndGet(
                new Estimate(nanos, nanos / 2), (known, first) -> known == null ? first : known.with(first.mean()));
    }

    /// How long to wait after the first send: 400 ms before the first answer, else 250 ms to 5 s.
    Duration patience() {
        Estimate known = estimate.get();
        if (known == null) {
            return UNKNOWN;
        }
        Duration wanted = Duration.ofNanos(known.mean() + 4 * known.deviation());
        return wanted.compareTo(SHORTEST) < 0 ? SHORTEST : wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
    }
}
