package org.danegate.verify;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.danegate.address.DomainName;

/// Bounds how many verifications run at once: each may hold a connection for minutes.
public final class VerifyRuns {

    /// At most so many at once.
    public static final int MOST = 8;

    private final DaneVerify verify;
    private final Semaphore free = new Semaphore(MOST);

    public VerifyRuns(DaneVerify verify) {
        this.verify = verify;
    }

    /// Verifies a domain; blocks until the verdict.
    ///
    /// @return empty, at once, when {@link #MOST} others are running
    public Optional<Verification> run(DomainName domain, Consumer<Stage> told) {
        if (!free.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(verify.verify(domain, told));
        } finally {
            free.release();
        }
    }

    /// How many are running now, 0 to {@link #MOST}.
    public int running() {
        return MOST - free.availablePermits();
    }
}
