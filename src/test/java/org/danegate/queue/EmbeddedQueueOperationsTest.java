package org.danegate.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import org.danegate.queue.embedded.EmbeddedMessageQueue;
import org.junit.jupiter.api.Test;

/// The embedded store keeps the contract, also for what it copies forward.
class EmbeddedQueueOperationsTest extends QueueOperationsContract {

    @Override
    MessageQueue open(InstantSource clock) throws IOException {
        return new EmbeddedMessageQueue(folder, clock, EmbeddedMessageQueueTest.SMALL);
    }

    @Override
    QueueOperations operations() {
        return ((EmbeddedMessageQueue) queue).operations();
    }

    @Test
    void a_held_message_that_is_copied_forward_stays_held() throws IOException {
        long mid = accept("a@stuck.example");
        operations().hold(mid);
        for (int i = 0; i < 400; i++) {
            queue.accept(message(queue.nextMid(), "x".repeat(2000), "a@one.example"));
            QueuedDelivery lease = queue.lease("one.example", 1, now).getFirst();
            queue.settle(lease, List.of(new Settlement.Done(0)));
        }
        reopen();
        reopen();

        try (var files = Files.list(folder)) {
            assertThat(files.filter(f -> f.toString().endsWith(".log")).count()).isLessThan(8);
        }
        assertThat(operations().message(mid).orElseThrow().held()).isTrue();
        assertThat(queue.due(now, 10)).isEmpty();
    }
}
