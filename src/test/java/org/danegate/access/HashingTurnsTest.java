package org.danegate.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.LockedException;

/// Turns while a stranger floods.
class HashingTurnsTest {

    @Test
    void a_flood_of_strangers_keeps_nobody_known_waiting_and_no_more_than_a_few_of_its_own() throws Exception {
        HashingTurns turns = new HashingTurns();
        CountDownLatch hashed = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService flood = Executors.newVirtualThreadPerTaskExecutor();
                Hashed _ = hashed::countDown) {
            for (int i = 1; i <= HashingTurns.OF_ONE_ADDRESS; i++) {
                String address = "2001:db8::a" + i;
                flood.execute(() -> turns.take(false, address, () -> {
                    most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    entered.countDown();
                    await(hashed);
                    return atOnce.decrementAndGet();
                }));
            }
            entered.await();
            org.awaitility.Awaitility.await()
                    .untilAsserted(() -> assertThatThrownBy(() -> turns.take(false, "2001:db8::1", () -> ""))
                            .isInstanceOf(LockedException.class));
            assertThat(turns.take(true, "2001:db8::1", () -> "known")).isEqualTo("known");
        }
        assertThat(most).hasValue(HashingTurns.STRANGERS);
        assertThat(turns.take(false, "2001:db8::1", () -> "after")).isEqualTo("after");
    }

    /// Lets the flood go on, also where the test has failed: it would never end.
    @FunctionalInterface
    private interface Hashed extends AutoCloseable {
        @Override
        void close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
