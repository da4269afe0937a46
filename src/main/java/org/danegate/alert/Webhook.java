package org.danegate.alert;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.CommittedPolicy;
import org.jspecify.annotations.Nullable;

/// Sends alerts to the webhook of the policy in force: signed, one after the other, on a thread of its own, and again
/// later when the receiver does not take them.
public final class Webhook implements AlertReceiver, AutoCloseable {

    /// Alerts that wait; further ones are dropped and noted in the log.
    static final int MOST_WAITING = 500;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CommittedPolicy policy;
    private final WebhookSecret secret;
    private final String hostname;
    private final AdministratorActs acts;
    private final Retrying retrying;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("alert-webhook").factory());
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable Outcome last;

    /// When a request that failed is tried again.
    ///
    /// @param first time before the second attempt; it doubles up to `longest`
    /// @param attempts attempts in all, from 1
    record Retrying(Duration first, Duration longest, int attempts) {

        /// For about an hour: after 5 s, 10 s and so on, up to 10 minutes.
        static final Retrying USUAL = new Retrying(Duration.ofSeconds(5), Duration.ofMinutes(10), 13);

        /// @param failed attempts that failed, from 1
        Duration after(int failed) {
            Duration wait = first.multipliedBy(1L << Math.min(failed - 1, 20));
            return wait.compareTo(longest) < 0 ? wait : longest;
        }
    }

    /// The outcome of the last request.
    ///
    /// @param fault why it failed; null when it was taken
    public record Outcome(Instant at, @Nullable String fault) {}

    private record Delivery(String id, String body, int failed) {}

    /// @param hostname this host's name
    Webhook(CommittedPolicy policy, WebhookSecret secret, String hostname, AdministratorActs acts, Retrying retrying) {
        this.policy = policy;
        this.secret = secret;
        this.hostname = hostname;
        this.acts = acts;
        this.retrying = retrying;
    }

    /// The outcome of the last request; empty when there was none since the start.
    public Optional<Outcome> last() {
        return Optional.ofNullable(last);
    }

    /// Makes a new secret and returns it: this is the only time that it is shown.
    ///
    /// @param user the Administrator who asked for it
    /// @throws UncheckedIOException when it cannot be written
    public String renewSecret(String user) {
        String fresh = secret.renew();
        acts.publish(user, "made a new webhook secret");
        return fresh;
    }

    @Override
    public void receive(Alert alert, int counted) {
        if (policy.current().policy().alerts().webhook() == null) {
            return;
        }
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            note("Alert not sent to the webhook: " + MOST_WAITING + " others are waiting");
            return;
        }
        String id = UUID.randomUUID().toString();
        Delivery delivery = new Delivery(id, WebhookBody.of(id, hostname, alert, counted), 0);
        try {
            worker.execute(() -> deliver(delivery));
        } catch (RejectedExecutionException stopping) {
            note("Alert not sent to the webhook: Danegate is stopping");
        }
    }

    private void deliver(Delivery delivery) {
        String address = policy.current().policy().alerts().webhook();
        if (address == null) {
            waiting.decrementAndGet();
            return;
        }
        String fault = send(address, delivery);
        last = new Outcome(acts.now(), fault);
        int failed = delivery.failed() + 1;
        if (fault == null) {
            waiting.decrementAndGet();
        } else if (failed >= retrying.attempts() || worker.isShutdown()) {
            waiting.decrementAndGet();
            note("Alert not sent to the webhook after " + failed + " attempts: " + fault);
        } else {
            Delivery again = new Delivery(delivery.id(), delivery.body(), failed);
            worker.schedule(() -> deliver(again), retrying.after(failed).toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /// Sends one request. Returns why it failed; null when it was taken.
    private @Nullable String send(String address, Delivery delivery) {
        try {
            return answer(http.sendAsync(request(address, delivery), HttpResponse.BodyHandlers.discarding()));
        } catch (UncheckedIOException | IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// Waits for the whole answer, but no longer than is decent: a receiver must not hold up other alerts.
    private static @Nullable String answer(CompletableFuture<HttpResponse<Void>> asked) {
        try {
            int status = asked.get(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS).statusCode();
            return status / 100 == 2 ? null : "HTTP status " + status;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        } catch (TimeoutException e) {
            asked.cancel(true);
            return "no complete answer";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "stopped";
        }
    }

    private HttpRequest request(String address, Delivery delivery) {
        long second = acts.now().getEpochSecond();
        String signature = secret.sign(second + "." + delivery.body());
        return HttpRequest.newBuilder(URI.create(address))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Danegate")
                .header("Danegate-Delivery", delivery.id())
                .header("Danegate-Signature", "t=" + second + ",v1=" + signature)
                .POST(HttpRequest.BodyPublishers.ofString(delivery.body()))
                .build();
    }

    private void note(String text) {
        acts.events().publish(new DeliveryEvent.SystemNotice(acts.now(), false, text));
    }

    /// Ends at once: what was not sent is in the log and was sent by mail.
    @Override
    public void close() {
        worker.shutdownNow();
        http.shutdownNow();
    }
}
