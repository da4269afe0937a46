package org.danegate.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.danegate.address.MailAddress;
import org.danegate.queue.QueueCopies.QueueCopy;
import org.danegate.queue.embedded.EmbeddedMessageQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies of a queue while mail comes, goes and is copied forward, and what a restored queue begins with.
class QueueCopyTest {

    private static final EmbeddedMessageQueue.Settings SMALL =
            new EmbeddedMessageQueue.Settings(64 << 10, 1 << 14, 2, 0);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private final Set<Long> kept = ConcurrentHashMap.newKeySet();
    private final Set<Long> begun = ConcurrentHashMap.newKeySet();
    private final Set<Long> settled = ConcurrentHashMap.newKeySet();

    @Test
    void a_copy_has_every_message_accepted_before_and_none_that_was_done_before() throws Exception {
        AtomicBoolean busy = new AtomicBoolean(true);
        try (EmbeddedMessageQueue queue = open(folder.resolve("queue"))) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                threads.add(Thread.ofPlatform().start(() -> work(queue, busy)));
            }
            for (int i = 0; i < 12; i++) {
                int many = settled.size();
                await().atMost(Duration.ofSeconds(60)).until(() -> settled.size() > many + 100);
                Set<Long> waiting = new HashSet<>(kept);
                Set<Long> gone = new HashSet<>(settled);
                Path into = Files.createDirectory(folder.resolve("copy" + i));
                try (QueueCopy copy = queue.copy()) {
                    copy(copy, into);
                }
                try (EmbeddedMessageQueue copied = open(into)) {
                    assertThat(copied.damage()).isEmpty();
                    assertThat(copied.mids())
                            .as("copy %d", i)
                            .containsAll(waiting)
                            .doesNotContainAnyElementsOf(gone);
                    for (long mid : waiting) {
                        try (MessageBody body = copied.body(mid)) {
                            assertThat(new String(body.first(60), StandardCharsets.UTF_8))
                                    .startsWith("message " + mid + " ");
                        }
                    }
                }
            }
            busy.set(false);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    @Test
    void log_files_are_deleted_again_when_the_copy_is_closed() throws IOException {
        try (EmbeddedMessageQueue queue = open(folder)) {
            QueueCopy copy = queue.copy();
            Path first = copy.parts().getFirst().file();
            for (int i = 0; i < 200; i++) {
                settle(queue, accept(queue));
            }
            assertThat(first).exists();
            copy.close();
            assertThat(first).doesNotExist();
        }
    }

    @Test
    void a_restored_queue_holds_its_mail_and_gives_new_mail_higher_mids() throws IOException {
        long last;
        try (EmbeddedMessageQueue queue = open(folder)) {
            accept(queue);
            last = accept(queue);
        }
        RestoredQueue.Content content = RestoredQueue.prepare(folder, true, 1_000_000, () -> NOW);
        assertThat(content.messages()).isEqualTo(2);
        assertThat(content.below()).isGreaterThan(last + 1_000_000);
        new RestoredMail(content.below(), NOW, "mx1").write(folder);
        assertThat(RestoredMail.in(folder)).contains(new RestoredMail(content.below(), NOW, "mx1"));
        try (EmbeddedMessageQueue queue = open(folder)) {
            assertThat(queue.due(NOW, 10)).isEmpty();
            assertThat(queue.nextMid()).isGreaterThanOrEqualTo(content.below());
            assertThat(queue.operations().release(last)).isTrue();
            assertThat(queue.due(NOW, 10)).containsExactly("d" + last + ".example");
        }
        RestoredMail.forget(folder);
        assertThat(RestoredMail.in(folder)).isEmpty();
    }

    /// One message of ten stays.
    private void work(EmbeddedMessageQueue queue, AtomicBoolean busy) {
        try {
            while (busy.get()) {
                long mid = accept(queue);
                if (mid % 10 == 0) {
                    kept.add(mid);
                } else {
                    begun.add(mid);
                    settle(queue, mid);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(QueueCopy copy, Path into) throws IOException {
        Set<String> names = new TreeSet<>();
        for (QueueCopy.Part part : copy.parts()) {
            names.add(part.file().getFileName().toString());
            try (InputStream from = Files.newInputStream(part.file());
                    OutputStream to =
                            Files.newOutputStream(into.resolve(part.file().getFileName()))) {
                to.write(from.readNBytes((int) Math.min(part.octets(), 1 << 20)));
            }
        }
        assertThat(names).isNotEmpty();
    }

    private static EmbeddedMessageQueue open(Path folder) throws IOException {
        return new EmbeddedMessageQueue(folder, () -> NOW, SMALL);
    }

    private static long accept(EmbeddedMessageQueue queue) throws IOException {
        long mid = queue.nextMid();
        queue.accept(new NewMessage(
                mid,
                new Envelope("s@from.example", true, false, false, "", "", "test"),
                List.of(new NewMessage.Recipient(MailAddress.parse("a@d" + mid + ".example"), "", "")),
                ("message " + mid + " " + "x".repeat(700)).getBytes(StandardCharsets.UTF_8),
                NOW));
        return mid;
    }

    private void settle(EmbeddedMessageQueue queue, long mid) {
        QueuedDelivery lease = queue.lease("d" + mid + ".example", 1, NOW).getFirst();
        queue.settle(lease, List.of(new Settlement.Done(0)));
        settled.add(mid);
    }
}
