package org.danegate.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.danegate.address.MailAddress;
import org.danegate.folder.DataFormat;
import org.danegate.queue.Envelope;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.RestoredMail;
import org.danegate.queue.Settlement;
import org.danegate.queue.embedded.EmbeddedMessageQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of the mail in a backup: the choices of `danegate restore`, with a real queue.
@Timeout(60)
class RestoreChoicesTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(3600);

    @TempDir
    Path folder;

    private Path old;
    private Path file;
    private Path fresh;
    private long first;

    private record Said(int status, String out, String err) {}

    /// The old server had two messages when it was backed up. It has delivered the first since, and taken a third.
    @BeforeEach
    void backUpAndGoOn() throws IOException {
        old = Files.createDirectories(folder.resolve("old"));
        file = folder.resolve("backup.zip");
        fresh = folder.resolve("fresh");
        DataFormat.ours().write(old);
        Files.createDirectories(old.resolve("tracking/2026-11-29"));
        Files.writeString(old.resolve("tracking/2026-11-29/_0.cfs"), "an index");
        Files.writeString(old.resolve("tracking/2026-11-29/write.lock"), "");
        try (EmbeddedMessageQueue queue = open(old)) {
            first = accept(queue, "first.example");
            accept(queue, "second.example");
        }
        assertThat(run("backup", "--data-dir", old.toString(), file.toString()).status())
                .isZero();
        try (EmbeddedMessageQueue queue = open(old)) {
            QueuedDelivery lease = queue.lease("first.example", 1, NOW).getFirst();
            queue.settle(lease, List.of(new Settlement.Done(0)));
            accept(queue, "third.example");
        }
    }

    @Test
    void without_a_choice_it_is_held() throws IOException {
        Said restored = restore();
        assertThat(restored.out()).contains("2 messages in it are held", "or restore with --deliver");
        assertThat(RestoredMail.in(fresh.resolve("queue"))).isPresent();
        assertThat(due()).isEmpty();
    }

    @Test
    void with_deliver_it_is_delivered_at_the_next_start() throws IOException {
        Said restored = restore("--deliver");
        assertThat(restored.out()).contains("2 messages will be delivered when the server starts.");
        assertThat(RestoredMail.in(fresh.resolve("queue"))).isEmpty();
        assertThat(due()).containsExactlyInAnyOrder("first.example", "second.example");
        assertThat(nextMid()).isGreaterThan(first + 1_000_000);
    }

    @Test
    void without_queue_it_is_left_out_and_no_mid_is_used_twice() throws IOException {
        Said restored = restore("--without-queue");
        assertThat(restored.out()).doesNotContain("held", "will be delivered");
        assertThat(RestoredMail.in(fresh.resolve("queue"))).isEmpty();
        assertThat(due()).isEmpty();
        assertThat(nextMid()).isGreaterThan(first + 1_000_000);
    }

    @Test
    void queue_from_takes_the_old_disks_queue_as_it_is_now_and_leaves_none_there() throws IOException {
        Said restored = restore("--queue-from", old.toString());
        assertThat(restored.out()).contains("2 messages will be delivered when the server starts.");
        assertThat(due()).containsExactlyInAnyOrder("second.example", "third.example");
        assertThat(old.resolve("queue")).doesNotExist();
        assertThat(old.resolve("queue.taken-over")).isDirectory();

        Said again = run("restore", "--data-dir", folder + "/another", "--queue-from", old.toString(), file.toString());
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).contains(old + " has no queue");
        assertThat(folder.resolve("another")).doesNotExist();
    }

    @Test
    void the_old_disk_may_not_be_in_use() throws IOException {
        try (var _ = org.danegate.folder.DirectoryLock.take(old)) {
            Said refused =
                    run("restore", "--data-dir", fresh.toString(), "--queue-from", old.toString(), file.toString());
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err()).contains("is in use by another server");
        }
        assertThat(fresh).doesNotExist();
        assertThat(old.resolve("queue")).isDirectory();
    }

    @Test
    void only_one_of_the_choices_is_possible() {
        Said refused = run("restore", "--deliver", "--without-queue", file.toString());
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("only one of --deliver, --without-queue and --queue-from is possible");
    }

    @Test
    void message_tracking_is_in_a_backup_where_that_is_wanted() throws IOException {
        restore();
        assertThat(fresh.resolve("tracking")).doesNotExist();

        Path large = folder.resolve("large.zip");
        Said backup = run("backup", "--with-tracking", "--data-dir", old.toString(), large.toString());
        assertThat(backup.err()).isEmpty();
        Path tracked = folder.resolve("tracked");
        assertThat(run("restore", "--data-dir", tracked.toString(), large.toString())
                        .status())
                .isZero();
        assertThat(tracked.resolve("tracking/2026-11-29/_0.cfs")).hasContent("an index");
        assertThat(tracked.resolve("tracking/2026-11-29/write.lock")).doesNotExist();
        try (Stream<Path> left = Files.list(old)) {
            assertThat(left.map(one -> one.getFileName().toString())).noneMatch(name -> name.startsWith(".backup"));
        }
    }

    private Said restore(String... choice) {
        Said said = run(Stream.of(
                        Stream.of("restore", "--data-dir", fresh.toString()),
                        Stream.of(choice),
                        Stream.of(file.toString()))
                .flatMap(words -> words)
                .toArray(String[]::new));
        assertThat(said.err()).isEmpty();
        assertThat(said.status()).isZero();
        return said;
    }

    private static Said run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = CommandLine.run(List.of(words), new PrintStream(out, true), new PrintStream(err, true));
        return new Said(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private List<String> due() throws IOException {
        try (EmbeddedMessageQueue queue = open(fresh)) {
            return List.copyOf(queue.due(LATER, 10));
        }
    }

    private long nextMid() throws IOException {
        try (EmbeddedMessageQueue queue = open(fresh)) {
            return queue.nextMid();
        }
    }

    private static EmbeddedMessageQueue open(Path data) throws IOException {
        return new EmbeddedMessageQueue(
                data.resolve("queue"), () -> NOW, new EmbeddedMessageQueue.Settings(64 << 10, 1 << 14, 2, 0));
    }

    private static long accept(EmbeddedMessageQueue queue, String destination) throws IOException {
        long mid = queue.nextMid();
        queue.accept(new NewMessage(
                mid,
                new Envelope("s@from.example", true, false, false, "", "", "test"),
                List.of(new NewMessage.Recipient(MailAddress.parse("a@" + destination), "", "")),
                "Subject: test\r\n\r\ntext\r\n".getBytes(StandardCharsets.UTF_8),
                NOW));
        return mid;
    }
}
