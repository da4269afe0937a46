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

/// A and AAAA of one host, asked side by side.
///
/// @param ipv4 null when the family is not wanted
/// @param ipv6 null when the family is not wanted
record BothFamilies(
        @Nullable Answer<InetAddress> ipv4, @Nullable Answer<InetAddress> ipv6) {

    /// When one family has addresses, the other is waited for so long. The host is judged by the better family, and
    /// one that failed never made it worse: what comes later cannot forbid what the first allows.
    static final Duration GRACE = Duration.ofSeconds(2);

    static final Executor VIRTUAL =
            task -> Thread.ofVirtual().name("dns-lookup").start(task);

    /// Blocks until both are known, or one has addresses and the grace is over.
    ///
    /// @param families a Required preference asks one family only
    /// @param first told of the answer that came first when the other is still out
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

    /// The result, or another when this thread is interrupted or the time is over.
    ///
    /// @param atMost zero waits to the end
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

    /// A lookup that is not waited for any longer: failed, never a denial.
    static <T> Answer<T> unanswered(Question question) {
        return new Answer.Failed<>(
                question,
                Answer.Failure.TIMEOUT,
                new Provenance(
                        "no answer yet, and not waited for", null, Duration.ZERO, null, null, Duration.ZERO, false));
    }
}
