package org.danegate.alert;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One signed request after another to the webhook.
final class WebhookCall implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final WebhookSecret secret;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    WebhookCall(WebhookSecret secret) {
        this.secret = secret;
    }

    /// Sends one request, signed with the secret and the time of this moment.
    ///
    /// @return why it failed; null when it was taken
    @Nullable
    String send(String address, WebhookStore.Delivery delivery, Instant now) {
        try {
            return answer(http.sendAsync(request(address, delivery, now), HttpResponse.BodyHandlers.discarding()));
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

    private HttpRequest request(String address, WebhookStore.Delivery delivery, Instant now) {
        long second = now.getEpochSecond();
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

    @Override
    public void close() {
        http.shutdownNow();
    }
}
