package org.danegate.dns;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.danegate.dns.answer.SecurityStatus;

/// Counts lookups since the start: how they ended, how the cache served them, and the questions that servers were asked
/// for them. Thread-safe; counting takes no lock.
public final class LookupCounts {

    /// What happened, apart from how a lookup ended.
    public enum Step {
        /// The cache had the answer.
        HIT,
        /// The cache had no answer, or only one whose time was over.
        MISS,
        /// The cache had an answer whose time was over; also counted as a miss.
        EXPIRED,
        /// A server was asked a question.
        SENT
    }

    private final Map<SecurityStatus, LongAdder> ended = new EnumMap<>(SecurityStatus.class);
    private final Map<Step, LongAdder> steps = new EnumMap<>(Step.class);

    /// Begins at zero.
    public LookupCounts() {
        for (SecurityStatus status : SecurityStatus.values()) {
            ended.put(status, new LongAdder());
        }
        for (Step step : Step.values()) {
            steps.put(step, new LongAdder());
        }
    }

    void ended(SecurityStatus status) {
        ended.computeIfAbsent(status, s -> new LongAdder()).increment();
    }

    void add(Step step) {
        steps.computeIfAbsent(step, s -> new LongAdder()).increment();
    }

    /// Lookups that ended with this status, whether a server or the cache had the answer.
    public long of(SecurityStatus status) {
        LongAdder adder = ended.get(status);
        return adder == null ? 0 : adder.sum();
    }

    /// How often that happened.
    public long of(Step step) {
        LongAdder adder = steps.get(step);
        return adder == null ? 0 : adder.sum();
    }

    /// All lookups that ended.
    public long lookups() {
        return ended.values().stream().mapToLong(LongAdder::sum).sum();
    }
}
