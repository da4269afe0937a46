package org.danegate.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.danegate.address.MailAddress;
import org.danegate.queue.embedded.EmbeddedMessageQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Messages that are not held in memory: laid down in a file while they come in, read from the log while they go out.
class LargeBodyTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final EmbeddedMessageQueue.Settings SETTINGS =
            new EmbeddedMessageQueue.Settings(4 << 20, 1 << 20, 1, 0);
    private static final int SIZE = 3 * MessageBody.IN_MEMORY + 77;

    @TempDir
    Path folder;

    private EmbeddedMessageQueue queue;

    @BeforeEach
    void open() throws IOException {
        queue = new EmbeddedMessageQueue(folder, () -> NOW, SETTINGS);
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void what_came_in_by_a_file_is_there_whole_now_and_after_a_restart() throws IOException {
        byte[] octets = octets(1);
        long mid = acceptFromFile(octets, "a@one.example");
        whole(mid, octets);
        try (var files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString())).noneMatch(name -> name.startsWith("incoming"));
        }

        queue.close();
        open();

        whole(mid, octets);
        assertThat(queue.damage()).isEmpty();
        assertThat(queue.lease("one.example", 1, NOW).getFirst().size()).isEqualTo(octets.length);
    }

    @Test
    void parts_can_be_read_again_and_in_any_order() throws IOException {
        byte[] octets = octets(2);
        long mid = acceptFromFile(octets, "a@one.example");

        try (MessageBody body = queue.body(mid)) {
            for (int from : List.of(octets.length - 1, 0, MessageBody.IN_MEMORY - 1, 5)) {
                try (InputStream in = body.read(from, octets.length)) {
                    assertThat(in.available()).isEqualTo(octets.length - from);
                    assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(octets, from, octets.length));
                }
            }
            assertThat(body.first(10)).isEqualTo(Arrays.copyOf(octets, 10));
        }
    }

    @Test
    void a_body_that_is_being_read_outlives_its_message_and_its_log_file() throws IOException {
        byte[] octets = octets(3);
        long mid = acceptFromFile(octets, "a@one.example");
        Path first = logFiles().getFirst();
        try (MessageBody body = queue.body(mid)) {
            queue.settle(queue.lease("one.example", 1, NOW).getFirst(), List.of(new Settlement.Done(0)));
            for (int i = 0; i < 12; i++) {
                acceptFromFile(octets(i), "b@two.example");
                queue.settle(queue.lease("two.example", 1, NOW).getFirst(), List.of(new Settlement.Done(0)));
            }
            assertThat(first).doesNotExist();

            assertThat(body.octets()).isEqualTo(octets);
        }
        assertThatThrownBy(() -> queue.body(mid)).isInstanceOf(IOException.class);
    }

    @Test
    void large_messages_are_copied_forward_whole() throws IOException {
        byte[] octets = octets(4);
        long stuck = acceptFromFile(octets, "a@dead.example");
        Path first = logFiles().getFirst();
        for (int i = 0; i < 24; i++) {
            acceptFromFile(octets(i), "b@two.example");
            queue.settle(queue.lease("two.example", 1, NOW).getFirst(), List.of(new Settlement.Done(0)));
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> !Files.exists(first));

        whole(stuck, octets);
        queue.close();
        open();
        whole(stuck, octets);
    }

    /// The process is killed while a message is written whose sender knows the form of the log.
    @Test
    void records_in_the_body_of_a_torn_message_are_none() throws IOException {
        queue.accept(new NewMessage(
                queue.nextMid(),
                new Envelope("s@from.example", true, false, false, "", "", "test"),
                List.of(new NewMessage.Recipient(MailAddress.parse("a@one.example"), "", "")),
                new byte[] {'x', '\r', '\n'},
                NOW));
        ByteBuffer settled = ByteBuffer.allocate(18)
                .put((byte) 2)
                .putLong(1)
                .putInt(1)
                .putInt(0)
                .put((byte) 0)
                .flip();
        CRC32C crc = new CRC32C();
        crc.update(settled.duplicate());
        byte[] octets = octets(5);
        ByteBuffer.wrap(octets, 300_000, 26)
                .putInt(18)
                .putInt((int) crc.getValue())
                .put(settled);
        acceptFromFile(octets, "a@two.example");
        queue.close();
        try (RandomAccessFile log = new RandomAccessFile(logFiles().getFirst().toFile(), "rw")) {
            log.seek(400_000);
            log.write(new byte[SIZE]);
        }

        open();

        assertThat(queue.backlogs().keySet()).containsExactly("one.example");
        assertThat(queue.damage()).hasSize(1);
    }

    private void whole(long mid, byte[] octets) throws IOException {
        try (MessageBody body = queue.body(mid)) {
            assertThat(body).isNotInstanceOf(MessageBody.InMemory.class);
            assertThat(body.octets()).isEqualTo(octets);
        }
    }

    private long acceptFromFile(byte[] octets, String recipient) throws IOException {
        long mid = queue.nextMid();
        try (ScratchFile file = queue.scratch()) {
            for (int at = 0; at < octets.length; at += 50_000) {
                byte[] some = Arrays.copyOfRange(octets, at, Math.min(octets.length, at + 50_000));
                file.write(some, some.length);
            }
            queue.accept(new NewMessage(
                    mid,
                    new Envelope("s@from.example", true, false, false, "", "", "test"),
                    List.of(new NewMessage.Recipient(MailAddress.parse(recipient), "", "")),
                    new InFile(file),
                    NOW));
        }
        return mid;
    }

    private record InFile(ScratchFile file) implements MessageBody {

        @Override
        public int size() {
            return (int) file.size();
        }

        @Override
        public InputStream read(int from, int to) {
            return file.read(from, to);
        }
    }

    private List<Path> logFiles() throws IOException {
        try (var files = Files.list(folder)) {
            return new ArrayList<>(
                    files.filter(f -> f.toString().endsWith(".log")).sorted().toList());
        }
    }

    private static byte[] octets(int seed) {
        byte[] octets = new byte[SIZE];
        new Random(seed).nextBytes(octets);
        return octets;
    }
}
