package org.danegate.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.CommittedPolicy;
import org.danegate.timing.RegularWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends alerts to the webhook of the policy in force: signed, one after the other, on a thread of its own, and again
/// later when the receiver does not take them, also after a restart.
public final class Webhook implements AlertReceiver, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);

    /// Alerts that wait; further ones are dropped and noted in the log.
    static final int MOST_WAITING = 500;

    /// Alerts older than this are not sent after a restart.
    static final Duration OLDEST = Duration.ofDays(1);

    private final CommittedPolicy policy;
    private final WebhookSecret secret;
    private final String hostname;
    private final AdministratorActs acts;
    private final Retrying retrying;
    private final WebhookStore store;
    private final WebhookCall call;
    private final ScheduledThreadPoolExecutor worker = new ScheduledThreadPoolExecutor(
            1, Thread.ofVirtual().name("alert-webhook").factory());
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

    /// @param hostname this host's name
    Webhook(
            CommittedPolicy policy,
            WebhookSecret secret,
            String hostname,
            AdministratorActs acts,
            Retrying retrying,
            WebhookStore store) {
        this.policy = policy;
        this.secret = secret;
        this.hostname = hostname;
        this.acts = acts;
        this.retrying = retrying;
        this.store = store;
        this.call = new WebhookCall(secret);
        worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /// Goes on with what was not taken before the restart. Call it once, before anything else is sent.
    void resume() {
        Instant now = acts.now();
        int dropped = 0;
        for (WebhookStore.Delivery delivery : store.all()) {
            if (delivery.made().isBefore(now.minus(OLDEST)) || waiting.get() >= MOST_WAITING) {
                store.delete(delivery.id());
                dropped++;
            } else {
                waiting.incrementAndGet();
                Duration wait = Duration.between(now, delivery.next());
                // The clock may have been set back meanwhile.
                schedule(delivery, wait.compareTo(retrying.longest()) < 0 ? wait : retrying.longest());
            }
        }
        if (dropped > 0) {
            note("Alerts from before the restart not sent to the webhook: " + dropped
                    + " (older than a day, or more than " + MOST_WAITING + ")");
        }
    }

    private void schedule(WebhookStore.Delivery delivery, Duration wait) {
        try {
            worker.schedule(() -> deliver(delivery), Math.max(0, wait.toMillis()), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            // It is stored, and sent after the restart.
            waiting.decrementAndGet();
        }
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
        Instant now = acts.now();
        WebhookStore.Delivery delivery =
                new WebhookStore.Delivery(id, WebhookBody.of(id, hostname, alert, counted), 0, now, now);
        store.add(delivery);
        schedule(delivery, Duration.ZERO);
    }

    private void deliver(WebhookStore.Delivery delivery) {
        String address = policy.current().policy().alerts().webhook();
        if (address == null) {
            done(delivery);
            return;
        }
        String fault = call.send(address, delivery, acts.now());
        if (fault == null) {
            last = new Outcome(acts.now(), null);
            done(delivery);
        } else if (worker.isShutdown()) {
            // Whether it arrived is not known. It is stored, and sent under the same id after the restart.
            waiting.decrementAndGet();
        } else {
            last = new Outcome(acts.now(), fault);
            failed(delivery, fault);
        }
    }

    private void failed(WebhookStore.Delivery delivery, String fault) {
        int failed = delivery.failed() + 1;
        if (failed >= retrying.attempts()) {
            done(delivery);
            note("Alert not sent to the webhook after " + failed + " attempts: " + fault);
        } else {
            Duration wait = retrying.after(failed);
            WebhookStore.Delivery again = delivery.failedUntil(acts.now().plus(wait));
            store.failed(again);
            schedule(again, wait);
        }
    }

    private void done(WebhookStore.Delivery delivery) {
        waiting.decrementAndGet();
        store.delete(delivery.id());
    }

    private void note(String text) {
        acts.events().publish(new DeliveryEvent.SystemNotice(acts.now(), false, text));
    }

    /// Ends at once and breaks a request off: what was not sent is stored. No thread is interrupted, as it may be
    /// writing to the database.
    @Override
    public void close() {
        worker.shutdown();
        call.close();
        try {
            if (!worker.awaitTermination(RegularWork.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("A request to the webhook is still in progress and is not waited for");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
