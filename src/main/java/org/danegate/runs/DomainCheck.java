package org.danegate.runs;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.verify.Verdict;
import org.danegate.verify.Verification;
import org.danegate.verify.VerifyRuns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Verifies one domain of a run, compares the verdict with the last one and the answers of the resolvers with each
/// other,
/// keeps the result, and reports a change.
/// Thread-safe.
final class DomainCheck {

    private static final Logger LOG = LoggerFactory.getLogger(DomainCheck.class);

    private final VerifyRuns verifications;
    private final ResolverComparison comparison;
    private final ResultStore results;
    private final DeliveryEvents events;
    private final InstantSource clock;

    DomainCheck(
            VerifyRuns verifications,
            ResolverComparison comparison,
            ResultStore results,
            DeliveryEvents events,
            InstantSource clock) {
        this.verifications = verifications;
        this.comparison = comparison;
        this.results = results;
        this.events = events;
        this.clock = clock;
    }

    /// Blocks until the result is kept, or until the run ends; then there is none.
    ///
    /// @param end zero when the run ends
    void check(long run, DomainName domain, CountDownLatch end) throws InterruptedException {
        try {
            Optional<Verification> done = verify(domain, end);
            if (done.isPresent() && end.getCount() > 0) {
                Verification v = done.get();
                keep(run, result(domain, v), v.transcript());
            }
        } catch (CancellationException e) {
            LOG.debug("Run {} ended while {} was being verified", run, domain);
        } catch (RuntimeException e) {
            LOG.warn("daneverify of {} broke off", domain, e);
            if (end.getCount() > 0) {
                keep(run, broken(domain), List.of());
            }
        }
    }

    /// Waits while people and scripts use all places for verifications.
    private Optional<Verification> verify(DomainName domain, CountDownLatch end) throws InterruptedException {
        Optional<Verification> done = Optional.empty();
        boolean ended = false;
        while (done.isEmpty() && !ended) {
            done = verifications.runOnEveryHost(domain, line -> {
                if (end.getCount() == 0) {
                    throw new CancellationException();
                }
            });
            ended = done.isEmpty() && end.await(1, TimeUnit.SECONDS);
        }
        return done;
    }

    private DomainResult result(DomainName domain, Verification v) {
        Instant now = clock.instant();
        return new DomainResult(
                domain,
                v.verdict(),
                v.evidence().reason(),
                now,
                results.last(domain).orElse(null),
                warnings(domain, v, now));
    }

    private List<Warning> warnings(DomainName domain, Verification v, Instant now) {
        if (v.verdict() == Verdict.NOT_VERIFIED) {
            return List.of();
        }
        return Stream.concat(
                        comparison.warnings(domain, v.evidence()).stream(),
                        Warnings.of(v.verdict(), v.evidence(), now).stream())
                .limit(Warnings.MOST)
                .toList();
    }

    private DomainResult broken(DomainName domain) {
        String reason = "the verification broke off; the server's own log has the cause";
        return new DomainResult(domain, Verdict.NOT_VERIFIED, reason, clock.instant(), null, List.of());
    }

    private void keep(long run, DomainResult result, List<String> transcript) {
        results.add(run, result, transcript);
        DomainResult.Earlier earlier = result.earlier();
        if (earlier != null && result.change().changed()) {
            events.publish(new DeliveryEvent.SystemNotice(
                    clock.instant(),
                    false,
                    "daneverify of " + result.domain() + ": was " + word(earlier.verdict()) + " on " + earlier.at()
                            + ", now " + word(result.verdict()) + ": " + result.reason()));
        }
    }

    private static String word(Verdict verdict) {
        return verdict.name().replace('_', ' ');
    }
}
