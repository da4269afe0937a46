package org.danegate.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.danegate.queue.embedded.EmbeddedMessageQueue;
import org.junit.jupiter.api.Test;

/// The embedded store keeps the contract, its log stays short, and damage costs only what is damaged.
class EmbeddedMessageQueueTest extends MessageQueueContract {

    static final EmbeddedMessageQueue.Settings SMALL = new EmbeddedMessageQueue.Settings(64 << 10, 1 << 16, 2, 0);

    @Override
    MessageQueue open(InstantSource clock) throws IOException {
        return new EmbeddedMessageQueue(folder, clock, SMALL);
    }

    @Test
    void the_mids_of_a_later_node_begin_where_those_of_no_other_node_are() throws IOException {
        EmbeddedMessageQueue own = (EmbeddedMessageQueue) queue;
        own.startMidsAt(1_000_000_000_001L);
        long first = accept("x", "a@one.example");
        assertThat(first).isEqualTo(1_000_000_000_001L);
        reopen();
        ((EmbeddedMessageQueue) queue).startMidsAt(1_000_000_000_001L);
        assertThat(queue.nextMid()).isGreaterThan(first);
    }

    @Test
    void log_files_go_when_nothing_in_them_waits_and_stuck_mail_is_carried_forward() throws IOException {
        long stuck = accept("stuck", "a@stuck.example");
        QueuedDelivery held = queue.lease("stuck.example", 1, now).getFirst();
        queue.settle(held, List.of(new Settlement.Retry(0, now.plusSeconds(600), true, "held", false)));
        for (int i = 0; i < 400; i++) {
            accept("x".repeat(2000), "a@one.example");
            QueuedDelivery lease = queue.lease("one.example", 1, now).getFirst();
            queue.settle(lease, List.of(new Settlement.Done(0)));
        }
        reopen();

        try (var files = Files.list(folder)) {
            assertThat(files.filter(f -> f.toString().endsWith(".log")).count()).isLessThan(8);
        }
        assertThat(queue.body(stuck).octets()).asString().contains("stuck");
        assertThat(queue.waiting("stuck.example", 1)
                        .getFirst()
                        .recipients()
                        .getFirst()
                        .attempts())
                .isEqualTo(1);
    }

    @Test
    void a_torn_tail_and_a_flipped_octet_cost_no_other_message() throws IOException {
        long first = accept("first", "a@one.example");
        accept("second".repeat(50), "a@one.example");
        long third = accept("third", "a@one.example");
        queue.close();
        Path file;
        try (var files = Files.list(folder)) {
            file = files.filter(f -> f.toString().endsWith(".log"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        byte[] octets = Files.readAllBytes(file);
        int second = indexOf(octets, "secondsecond");
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(second);
            raw.write('X');
            raw.seek(indexOf(octets, "third") + 9);
            raw.write(new byte[] {0, 0, 1, 0, 9, 9, 9, 9, 1});
        }
        EmbeddedMessageQueue opened = new EmbeddedMessageQueue(folder, () -> now, SMALL);
        queue = opened;

        assertThat(queue.waiting("one.example", 10))
                .extracting(QueuedDelivery::mid)
                .containsExactly(first, third);
        assertThat(opened.damage()).isNotEmpty();
        queue.close();
        assertThat(folder.resolve("waiting-at-stop"))
                .as("damaged parts may hold mail")
                .doesNotExist();
        queue = new EmbeddedMessageQueue(folder, () -> now, SMALL);
    }

    @Test
    void a_note_says_how_many_messages_waited_when_it_was_closed_and_is_gone_while_it_is_open() throws IOException {
        Path note = folder.resolve("waiting-at-stop");
        assertThat(note).doesNotExist();
        queue.close();
        assertThat(note).hasContent("0");
        queue = open(() -> now);
        assertThat(note).doesNotExist();
        accept("first", "a@one.example", "b@two.example");
        accept("second", "a@one.example");
        queue.close();
        assertThat(note).hasContent("2");
        queue = open(() -> now);
        for (QueuedDelivery delivery : queue.lease("one.example", 10, now)) {
            queue.settle(delivery, List.of(new Settlement.Done(0)));
        }
        queue.close();
        assertThat(note).hasContent("1");
        queue = open(() -> now);
    }

    @Test
    void a_second_process_is_refused() {
        assertThatThrownBy(() -> new EmbeddedMessageQueue(folder, () -> now, SMALL))
                .hasMessageContaining("in use");
    }

    @Test
    void a_folder_whose_recovery_failed_can_be_opened_by_the_same_process_once_it_is_mended() throws IOException {
        long mid = accept("kept", "a@one.example");
        queue.close();
        Path obstacle = Files.createDirectory(folder.resolve("000000000099.log"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> new EmbeddedMessageQueue(folder, () -> now, SMALL))
                    .isInstanceOf(IOException.class)
                    .message()
                    .doesNotContain("in use");
        }
        Files.delete(obstacle);
        queue = new EmbeddedMessageQueue(folder, () -> now, SMALL);

        assertThat(queue.waiting("one.example", 10))
                .extracting(QueuedDelivery::mid)
                .containsExactly(mid);
    }

    private static int indexOf(byte[] octets, String text) {
        return new String(octets, StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
