package org.danegate.dialing;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.danegate.address.DomainName;
import org.danegate.dns.DnsLookup;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.Provenance;
import org.danegate.dns.answer.Question;
import org.danegate.dns.answer.Question.RecordType;
import org.danegate.policy.IpAddressPreference;
import org.jspecify.annotations.Nullable;

/// A and AAAA of one host, queried in parallel.
///
/// @param ipv4 null when the family is not wanted
/// @param ipv6 null when the family is not wanted
record BothFamilies(
        @Nullable Answer<InetAddress> ipv4, @Nullable Answer<InetAddress> ipv6) {

    /// How long to wait for the other family when one has addresses. The better family decides how the host is
    /// judged, and a failed one never makes it worse: a later answer cannot forbid what the first one allows.
    static final Duration GRACE = Duration.ofSeconds(2);

    static final Executor VIRTUAL =
            task -> Thread.ofVirtual().name("dns-lookup").start(task);

    /// Blocks until both are known, or until one has addresses and the grace period is over.
    ///
    /// @param families a Required preference queries one family only
    /// @param first receives the answer that arrived first, while the other is pending
    static BothFamilies of(
            DnsLookup dns, DomainName host, IpAddressPreference families, Consumer<Answer<InetAddress>> first) {
        if (families == IpAddressPreference.REQUIRE_V6) {
            return new BothFamilies(null, dns.aaaa(host));
        }
        if (families == IpAddressPreference.REQUIRE_V4) {
            return new BothFamilies(dns.a(host), null);
        }
        Pending four = new Pending(new Question(host, RecordType.A), () -> dns.a(host));
        Pending six = new Pending(new Question(host, RecordType.AAAA), () -> dns.aaaa(host));
        Answer<InetAddress> early =
                await(four.answer.applyToEither(six.answer, a -> a), Duration.ZERO, () -> unanswered(four.question));
        first.accept(early);
        Duration wait = early instanceof Answer.Found<InetAddress> ? GRACE : Duration.ZERO;
        return new BothFamilies(four.await(wait), six.await(wait));
    }

    private static final class Pending {

        private final Question question;
        private final CompletableFuture<Answer<InetAddress>> answer;

        Pending(Question question, Supplier<Answer<InetAddress>> lookup) {
            this.question = question;
            this.answer = CompletableFuture.supplyAsync(lookup, VIRTUAL);
        }

        Answer<InetAddress> await(Duration atMost) {
            return BothFamilies.await(answer, atMost, () -> unanswered(question));
        }
    }

    /// Waits for a result; returns a substitute when this thread is interrupted or the time is over.
    ///
    /// @param atMost longest wait; zero waits without limit
    static <T> T await(CompletableFuture<T> future, Duration atMost, Supplier<T> otherwise) {
        CompletableFuture<T> bounded = atMost.isZero()
                ? future
                : future.copy().completeOnTimeout(otherwise.get(), atMost.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return bounded.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// The answer for a lookup that is no longer awaited: a failure, never a denial.
    static <T> Answer<T> unanswered(Question question) {
        return new Answer.Failed<>(
                question,
                Answer.Failure.TIMEOUT,
                Provenance.unsigned("no answer yet, and not waited for", null, Duration.ZERO, Duration.ZERO));
    }
}
