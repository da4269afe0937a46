package org.danegate.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.danegate.address.OutsideText;
import org.danegate.address.ShortText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;

/// One identity provider, asked for its endpoints when somebody first needs them, and again some time after it did not
/// answer. The server starts without it, and no request waits for it longer than [#PATIENCE].
final class DiscoveredProvider {

    /// How long a request waits for the provider's answer.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /// How long the outcome of a failed attempt counts.
    static final Duration REST = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(DiscoveredProvider.class);

    private static final int MOST_WORDS = 300;

    private final String id;
    private final Supplier<ClientRegistration> discovery;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Attempt> last = new AtomicReference<>();

    /// One question to the provider.
    private record Attempt(Instant begun, CompletableFuture<ClientRegistration> answer) {

        boolean hasFailed() {
            return answer.isCompletedExceptionally();
        }
    }

    /// @param discovery asks the provider; fails when it does not answer or is another one
    DiscoveredProvider(String id, Supplier<ClientRegistration> discovery, InstantSource clock) {
        this.id = id;
        this.discovery = discovery;
        this.clock = clock;
    }

    /// The provider's endpoints; waits for its answer. Empty when there is none, or one that cannot be used.
    Optional<ClientRegistration> registration() {
        try {
            return Optional.of(attempt().answer().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// Whether the provider could not be used when it was asked last. This does not wait; it asks again when the
    /// last failure was some time ago.
    boolean isOut() {
        Attempt before = last.get();
        Attempt now = attempt();
        if (before == null || now.answer().isDone()) {
            return now.hasFailed();
        }
        return before.hasFailed() || !clock.instant().isBefore(now.begun().plus(PATIENCE));
    }

    private Attempt attempt() {
        Attempt known = last.get();
        Instant now = clock.instant();
        if (known != null && !(known.hasFailed() && !now.isBefore(known.begun().plus(REST)))) {
            return known;
        }
        Attempt next = new Attempt(now, new CompletableFuture<>());
        if (!last.compareAndSet(known, next)) {
            return attempt();
        }
        Thread.ofVirtual().name("discovery-" + id).start(() -> ask(next));
        return next;
    }

    private void ask(Attempt attempt) {
        try {
            attempt.answer().complete(discovery.get());
        } catch (RuntimeException e) {
            LOG.warn("Nobody can sign in by the identity provider {} now: {}", id, reason(e));
            attempt.answer().completeExceptionally(e);
        }
    }

    /// The failure and its first cause; what a stranger's server answered is cut and made printable.
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = String.valueOf(failure.getMessage());
        String first = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return ShortText.of(OutsideText.line(text.contains(first) ? text : text + " (" + first + ")"), MOST_WORDS);
    }
}
