package org.danegate.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.queue.DestinationOrders;
import org.danegate.smtp.Line.Doubt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes work from the queue and runs it, one virtual thread per connection, fairly by destination: each destination
/// with mail due gets a run of its own, and more runs while it answers, never above its profile's limit.
public final class DeliveryEngine {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryEngine.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    /// A clock that is set back by less than this is not reported.
    private static final Duration SET_BACK = Duration.ofMinutes(1);

    private final DeliveryMeans means;
    private final SendingMeans sending;
    private final DestinationOrders orders;
    private final HeldDestinations held;
    private final DeliveryRuns runs;
    private final RunStarter starter;
    private final Semaphore wake = new Semaphore(0);
    private final RunBounds bounds;
    private final Attempts attempts;
    private final Thread dispatcher;
    private long lastLooked = System.nanoTime();
    private Instant latest = Instant.MIN;

    DeliveryEngine(
            DeliveryMeans means, MailMeans mail, CommittedPolicy policy, DestinationOrders orders, Attempts attempts) {
        this.means = means;
        this.sending = new SendingMeans(
                new RecipientWindows(),
                mail.senders(),
                new ChunkMemory(means.clock()),
                mail.identity(),
                new MailSigning(mail.dkim(), means.events(), means.clock()));
        this.orders = orders;
        this.held = new HeldDestinations(means.queue(), policy, orders);
        this.runs = new DeliveryRuns(means, sending, policy, held, this::isStopping);
        this.starter = new RunStarter(means.queue(), policy, held, attempts, this::run, this::wake);
        this.attempts = attempts;
        this.bounds = attempts.bounds();
        this.dispatcher = Thread.ofPlatform().name("delivery-dispatcher").unstarted(this::dispatch);
    }

    /// Starts delivery.
    public void start() {
        means.queue().onWork(this::wake);
        held.start();
        means.connections().start();
        dispatcher.start();
    }

    /// Starts nothing new and waits until the conversations in progress reach a clean point.
    ///
    /// @param patience how long to wait; conversations still open after that end with the process, and their mail
    ///     stays queued
    /// @return true when all runs ended in time
    public boolean stop(Duration patience) {
        starter.stop();
        long end = System.nanoTime() + patience.toNanos();
        wake();
        means.connections().stop();
        try {
            dispatcher.join(patience);
            return starter.awaitAll(end - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Makes all waiting mail due now and resets the counts behind the limits (the appliance's *Retry All Delivery*
    /// and `delivernow`).
    ///
    /// @return recipients that were waiting for a later time
    public int retryAll() {
        sending.windows().reset();
        held.liftLimits();
        return means.queue().retryAllNow();
    }

    /// Makes deferred mail due now when the clock was set back; it would wait that much longer otherwise.
    private void followClock(Instant now) {
        if (now.plus(SET_BACK).isBefore(latest)) {
            Duration by = Duration.between(now, latest);
            int recipients = retryAll();
            means.events()
                    .publish(new DeliveryEvent.SystemNotice(
                            now,
                            true,
                            "The clock was set back by " + by.toSeconds() + " s: " + recipients
                                    + " recipients are due now"));
        }
        latest = now;
    }

    private void wake() {
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    private boolean isStopping() {
        return starter.isStopped();
    }

    private void dispatch() {
        while (!isStopping()) {
            try {
                Instant now = means.clock().instant();
                followClock(now);
                breakOffUnwanted();
                starter.startRuns(now);
                pause(now);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("The dispatcher failed and goes on", e);
            }
        }
    }

    /// Breaks off attempts whose destination was suspended or redirected meanwhile, once their grace period
    /// is over.
    private void breakOffUnwanted() {
        long now = System.nanoTime();
        if (now - lastLooked >= LONGEST_PAUSE.toNanos()) {
            lastLooked = now;
            attempts.breakOff(
                    a -> held.isUnwanted(a) && a.unwantedFor().compareTo(held.grace(a, bounds.grace())) >= 0,
                    Breach.ORDERED,
                    "delivery to it is suspended or redirected",
                    Doubt.AVOID);
        }
    }

    private void pause(Instant now) throws InterruptedException {
        Instant longest = now.plus(LONGEST_PAUSE);
        Instant due = means.queue().nextDue(now);
        Duration pause = Duration.between(now, due.isBefore(longest) ? due : longest);
        wake.tryAcquire(Math.max(1, pause.toMillis()), TimeUnit.MILLISECONDS);
        wake.drainPermits();
    }

    private void run(DestinationPace pace, Policy now) {
        String name = pace.destination();
        Attempt attempt = attempts.begin(name, orders.redirect(name));
        try {
            runs.deliver(attempt, pace, now);
        } finally {
            pace.paced(attempt.tooSlow() || attempt.stuckFor().compareTo(bounds.slowAfter()) > 0);
            attempts.end(attempt);
            tellOf(attempt);
            starter.ended(pace);
            wake();
        }
    }

    private void tellOf(Attempt attempt) {
        String why = attempt.brokenBecause();
        if (why != null) {
            means.events()
                    .publish(new DeliveryEvent.SystemNotice(
                            means.clock().instant(),
                            false,
                            "Delivery to " + attempt.destination() + " was broken off: " + why));
        }
    }
}
