package org.danegate.access;

import java.time.Duration;

/// A request that is being read or answered. Times are those of {@link System#nanoTime()}.
final class RequestUnderWay {

    private final RequestBody body;
    private final long since;
    private volatile boolean somebodys;

    /// @param somebodys whether a signed-in user sends it
    RequestUnderWay(boolean somebodys, RequestBody body, long since) {
        this.somebodys = somebodys;
        this.body = body;
        this.since = since;
    }

    /// Its sender turned out to be known.
    void known() {
        somebodys = true;
    }

    boolean isSomebodys() {
        return somebodys;
    }

    long since() {
        return since;
    }

    /// Whether a reader waits for its body.
    boolean isWaitedFor() {
        return body.isWaitedFor();
    }

    /// Whether its time is over: a stranger's as a whole, a user's when its body comes more slowly than is allowed.
    boolean overdue(long now) {
        Duration passed = Duration.ofNanos(now - since);
        return somebodys
                ? body.isWaitedFor()
                        && passed.minus(ConsoleLimits.SLOW_START)
                                .minusSeconds(body.octets() / ConsoleLimits.SLOWEST)
                                .isPositive()
                : passed.compareTo(ConsoleLimits.STRANGERS_REQUEST) > 0;
    }
}
