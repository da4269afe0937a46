package org.danegate.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.danegate.address.DomainName;

/// Limits how many verifications run at once: each may hold a connection for two minutes. Slow ones are counted
/// separately, so that peers that answer slowly do not keep the others out.
public final class VerifyRuns {

    /// Most verifications at once that are not slow.
    public static final int MOST = 8;

    /// Most verifications at once, slow ones included.
    public static final int MOST_IN_ALL = 32;

    /// A verification is slow after this long.
    static final Duration SLOW = Duration.ofSeconds(15);

    private final DaneVerify verify;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Run> running = new ArrayList<>();

    /// A run, equal only to itself.
    private static final class Run {

        private final long since;

        Run(long since) {
            this.since = since;
        }
    }

    public VerifyRuns(DaneVerify verify) {
        this(verify, System::nanoTime);
    }

    /// @param nanos a clock that only goes forward, such as {@link System#nanoTime}
    VerifyRuns(DaneVerify verify, LongSupplier nanos) {
        this.verify = verify;
        this.nanos = nanos;
    }

    /// Verifies a domain; blocks until the verdict.
    ///
    /// @return empty, at once, when {@link #MOST} others have just begun or {@link #MOST_IN_ALL} are running
    public Optional<Verification> run(DomainName domain, Consumer<TranscriptLine> told) {
        return run(verify, domain, told);
    }

    /// The same, but tries every host of the domain, also after one has succeeded: what a backup host lacks is seen
    /// before it is needed.
    public Optional<Verification> runOnEveryHost(DomainName domain, Consumer<TranscriptLine> told) {
        return run(verify.everyHost(), domain, told);
    }

    private Optional<Verification> run(DaneVerify by, DomainName domain, Consumer<TranscriptLine> told) {
        return limited(() -> by.verify(domain, told));
    }

    /// Runs a verification of another kind, which counts like the others; blocks until it ends.
    ///
    /// @return empty, at once, when too many run
    public <T> Optional<T> limited(Supplier<T> verification) {
        Optional<Run> run = begin();
        if (run.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(verification.get());
        } finally {
            end(run.get());
        }
    }

    private Optional<Run> begin() {
        lock.lock();
        try {
            long now = nanos.getAsLong();
            long young =
                    running.stream().filter(r -> now - r.since < SLOW.toNanos()).count();
            if (young >= MOST || running.size() >= MOST_IN_ALL) {
                return Optional.empty();
            }
            Run run = new Run(now);
            running.add(run);
            return Optional.of(run);
        } finally {
            lock.unlock();
        }
    }

    private void end(Run run) {
        lock.lock();
        try {
            running.remove(run);
        } finally {
            lock.unlock();
        }
    }

    /// Number of verifications running now, 0 to {@link #MOST_IN_ALL}.
    public int running() {
        lock.lock();
        try {
            return running.size();
        } finally {
            lock.unlock();
        }
    }
}
