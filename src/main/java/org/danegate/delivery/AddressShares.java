package org.danegate.delivery;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Gives each address its share of the attempts while many are in progress: a host that stopped answering may serve
/// thousands of destinations. Thread-safe.
final class AddressShares {

    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final RunBounds bounds;
    private final Set<Attempt> all;
    private final TakingAddresses taking = new TakingAddresses();
    private final ReentrantLock places = new ReentrantLock();

    /// @param all the attempts in progress, a view that changes
    AddressShares(RunBounds bounds, Set<Attempt> all) {
        this.bounds = bounds;
        this.all = all;
    }

    /// Records that an address accepted a message.
    void took(InetSocketAddress address) {
        taking.took(address);
    }

    /// Checks whether an address already has its share of the attempts. An address that accepted no mail
    /// lately has a small share, and no address may have all attempts.
    ///
    /// @param attempt counted at the address from now on if it may go there
    /// @return how long to avoid the address: as long as it has been silent, {@link #SHORTEST} to {@link #LONGEST};
    ///     empty when it may have another attempt
    Optional<Duration> leave(Attempt attempt, InetSocketAddress address) {
        places.lock();
        try {
            Optional<Duration> pause = pause(address);
            if (pause.isEmpty()) {
                attempt.headsFor(address);
            }
            return pause;
        } finally {
            places.unlock();
        }
    }

    private Optional<Duration> pause(InetSocketAddress address) {
        if (all.size() <= bounds.slow()) {
            return Optional.empty();
        }
        List<Duration> silent = all.stream()
                .filter(a -> a.isAt(address))
                .map(Attempt::stuckThereFor)
                .toList();
        if (taking.lately(address, bounds.slowAfter())) {
            return silent.size() < bounds.ofOneTakingAddress() ? Optional.empty() : Optional.of(SHORTEST);
        }
        return silent.size() < bounds.ofOneSilentAddress()
                ? Optional.empty()
                : silent.stream().max(Comparator.naturalOrder()).map(AddressShares::bounded);
    }

    private static Duration bounded(Duration silence) {
        return silence.compareTo(SHORTEST) < 0 ? SHORTEST : silence.compareTo(LONGEST) > 0 ? LONGEST : silence;
    }
}
