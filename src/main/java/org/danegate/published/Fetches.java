package org.danegate.published;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.danegate.address.DomainName;
import org.danegate.published.PolicyFetch.Result;
import org.danegate.sts.StsTrouble;

/// Bounds the fetches of policies: one at a time for each domain, a limited number at once, and a rest of five minutes
/// after a failure for the same record (RFC 8461 section 3.3).
final class Fetches {

    private static final Duration REST = Duration.ofMinutes(5);
    private static final int MOST_AT_ONCE = 50;
    private static final int MOST_RESTING = 10_000;
    private static final Duration WAIT = Duration.ofSeconds(30);

    private record Version(DomainName domain, String id) {}

    private final PolicyFetch fetch;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);
    private final Map<DomainName, CompletableFuture<Result>> running = new ConcurrentHashMap<>();
    private final Cache<Version, StsTrouble> resting;

    Fetches(PolicyFetch fetch, Ticker ticker) {
        this.fetch = fetch;
        this.resting = Caffeine.newBuilder()
                .maximumSize(MOST_RESTING)
                .expireAfterWrite(REST)
                .ticker(ticker)
                .build();
    }

    /// @param result of this fetch, or of the one that failed a moment ago
    /// @param made whether somebody was asked for it
    record Fetched(Result result, boolean made) {}

    /// Fetches the policy for a version, unless that failed in the last five minutes.
    ///
    /// @param id of the record
    Fetched unlessResting(DomainName domain, String id) {
        StsTrouble known = resting.getIfPresent(new Version(domain, id));
        return known == null ? now(domain, id) : new Fetched(new Result.Bad(known), false);
    }

    /// Fetches the policy, or waits for a fetch of it that is under way.
    Fetched now(DomainName domain, String id) {
        CompletableFuture<Result> mine = new CompletableFuture<>();
        CompletableFuture<Result> other = running.putIfAbsent(domain, mine);
        if (other != null) {
            return new Fetched(other.join(), false);
        }
        Result result = new Result.Bad(new StsTrouble(StsTrouble.Kind.FETCH, "not-made", "the fetch was broken off"));
        try {
            result = bounded(domain);
            Version version = new Version(domain, id);
            if (result instanceof Result.Bad bad) {
                resting.put(version, bad.trouble());
            } else {
                resting.invalidate(version);
            }
            return new Fetched(result, true);
        } finally {
            running.remove(domain, mine);
            mine.complete(result);
        }
    }

    private Result bounded(DomainName domain) {
        try {
            if (!room.tryAcquire(WAIT.toSeconds(), TimeUnit.SECONDS)) {
                return new Result.Bad(
                        new StsTrouble(StsTrouble.Kind.FETCH, "busy", "too many policies are being fetched"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result.Bad(new StsTrouble(StsTrouble.Kind.FETCH, "stopped", "the server is stopping"));
        }
        try {
            return fetch.of(domain);
        } finally {
            room.release();
        }
    }

    /// Forgets failures, so that the next fetch is made at once.
    void forgive() {
        resting.invalidateAll();
    }
}
