package org.danegate.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/// The server ends whatever its regular work is doing.
@Timeout(60)
class RegularWorkTest {

    private static final Duration SOON = Duration.ofMillis(1);

    private final RegularWork work =
            new RegularWork("test-work", LoggerFactory.getLogger(RegularWorkTest.class), "A round failed");

    @Test
    void a_round_that_fails_does_not_end_the_work() {
        AtomicInteger rounds = new AtomicInteger();
        work.every(SOON, SOON, () -> {
            rounds.incrementAndGet();
            throw new IllegalStateException("as the test wants it");
        });
        await().atMost(Duration.ofSeconds(20)).until(() -> rounds.get() > 3);
        assertThat(work.isRunning()).isTrue();
        assertThat(work.end()).isTrue();
        assertThat(work.isRunning()).isFalse();
    }

    @Test
    void the_end_waits_for_a_round_in_progress() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger finished = new AtomicInteger();
        work.every(SOON, SOON, () -> {
            begun.countDown();
            awaitQuietly(go);
            finished.incrementAndGet();
        });
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        Thread.ofVirtual().start(go::countDown);
        assertThat(work.end()).isTrue();
        assertThat(finished).hasValue(1);
    }

    @Test
    void the_end_does_not_wait_for_a_round_that_never_ends() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        work.every(SOON, SOON, () -> {
            begun.countDown();
            awaitQuietly(never);
        });
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(work.end()).isFalse();
        never.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
