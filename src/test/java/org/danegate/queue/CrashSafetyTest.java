package org.danegate.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.danegate.address.MailAddress;
import org.danegate.queue.embedded.EmbeddedMessageQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The store after the worst moments: torn and spoilt records, a full disk, an end at any step of its housekeeping.
class CrashSafetyTest {

    private static final EmbeddedMessageQueue.Settings SMALL =
            new EmbeddedMessageQueue.Settings(64 << 10, 1 << 14, 2, 0);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void a_last_write_torn_at_any_octet_costs_nothing_that_was_accepted() throws IOException {
        Path file = threeMessages();
        byte[] whole = Files.readAllBytes(file);
        int end = length(whole);
        for (int cut = indexOf(whole, "second-message") + 14; cut < end; cut++) {
            byte[] torn = Arrays.copyOf(Arrays.copyOf(whole, cut), whole.length);
            Files.write(file, torn);
            try (EmbeddedMessageQueue queue = open(SMALL)) {
                assertThat(mids(queue)).as("cut at %d of %d", cut, end).contains(1L, 2L);
                assertThat(accept(queue, "next")).isGreaterThan(3);
            }
            clean(file);
        }
    }

    @Test
    void an_octet_spoilt_anywhere_in_a_record_costs_that_record_alone_and_is_reported() throws IOException {
        Path file = threeMessages();
        byte[] whole = Files.readAllBytes(file);
        int third = indexOf(whole, "third-message");
        Set<Long> hit = new TreeSet<>();
        for (int at = indexOf(whole, "first-message"); at < third; at++) {
            byte[] spoilt = whole.clone();
            spoilt[at] ^= 0x41;
            Files.write(file, spoilt);
            try (EmbeddedMessageQueue queue = open(SMALL)) {
                Set<Long> left = new TreeSet<>(mids(queue));
                assertThat(left).as("octet %d", at).hasSize(2);
                assertThat(queue.damage())
                        .as("octet %d", at)
                        .hasSize(1)
                        .first()
                        .asString()
                        .contains("set aside");
                Set<Long> lost = new TreeSet<>(Set.of(1L, 2L, 3L));
                lost.removeAll(left);
                hit.addAll(lost);
            }
            try (var files = Files.list(folder)) {
                assertThat(files.filter(f -> f.toString().endsWith(".damaged"))).hasSize(1);
            }
            clean(file);
        }
        assertThat(hit).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_part_of_zeroes_in_the_middle_costs_what_stood_there_alone() throws IOException {
        Path file = threeMessages();
        byte[] whole = Files.readAllBytes(file);
        Arrays.fill(whole, indexOf(whole, "second-message") - 80, indexOf(whole, "second-message") + 10, (byte) 0);
        Files.write(file, whole);
        try (EmbeddedMessageQueue queue = open(SMALL)) {
            assertThat(mids(queue)).containsExactly(1L, 3L);
            assertThat(queue.damage()).hasSize(1);
        }
    }

    @Test
    void a_message_spoilt_while_it_waits_is_held_and_never_sent() throws IOException {
        Path file = threeMessages();
        try (EmbeddedMessageQueue queue = open(SMALL)) {
            byte[] whole = Files.readAllBytes(file);
            try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
                raw.seek(indexOf(whole, "second-message") + 3);
                raw.write('X');
            }
            assertThatThrownBy(() -> queue.body(2))
                    .hasMessageContaining("MID 2 cannot be read and is held")
                    .hasMessageContaining("checksum");
            assertThat(queue.operations().message(2).orElseThrow().held()).isTrue();
            assertThat(new String(queue.body(3).octets(), StandardCharsets.UTF_8))
                    .contains("third-message");
        }
    }

    @Test
    void without_room_messages_are_refused_and_what_became_of_others_is_kept() throws IOException {
        threeMessages();
        try (EmbeddedMessageQueue queue = open(SMALL.withDiskReserve(1L << 60))) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThatThrownBy(() -> accept(queue, "refused")).isInstanceOf(QueueFullException.class));
            settle(queue, 2);
        }
        try (EmbeddedMessageQueue queue = open(SMALL)) {
            assertThat(mids(queue)).contains(1L, 3L).doesNotContain(2L);
            accept(queue, "taken again");
        }
    }

    @Test
    void a_disk_that_is_full_loses_nothing_and_takes_mail_again_when_there_is_room() throws Exception {
        assumeTrue(mounted(folder, "600k"), "a small file system of its own can be mounted by root alone");
        try {
            Set<Long> waiting = new HashSet<>();
            try (EmbeddedMessageQueue queue = open(SMALL)) {
                assertThatThrownBy(() -> {
                            while (true) {
                                waiting.add(accept(queue, "x".repeat(2000)));
                            }
                        })
                        .isInstanceOf(QueueFullException.class);
                assertThat(waiting).hasSizeGreaterThan(100);
                List<Long> first = waiting.stream().sorted().limit(60).toList();
                for (long mid : first) {
                    settle(queue, mid);
                    waiting.remove(mid);
                }
            }
            try (EmbeddedMessageQueue queue = open(SMALL)) {
                assertThat(mids(queue)).containsExactlyInAnyOrderElementsOf(waiting);
                for (long mid : List.copyOf(waiting)) {
                    settle(queue, mid);
                }
                await().atMost(Duration.ofSeconds(20)).until(() -> accepts(queue));
            }
        } finally {
            run("umount", "-l", folder.toString());
        }
    }

    @Test
    void an_end_at_any_step_of_housekeeping_loses_no_accepted_message() throws Exception {
        Set<Long> accepted = ConcurrentHashMap.newKeySet();
        Set<Long> settled = ConcurrentHashMap.newKeySet();
        AtomicBoolean over = new AtomicBoolean();
        Path live = Files.createDirectory(folder.resolve("live"));
        int resurrected = 0;
        try (EmbeddedMessageQueue queue = new EmbeddedMessageQueue(live, () -> NOW, SMALL)) {
            List<Thread> work = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                work.add(Thread.ofPlatform().start(() -> churn(queue, accepted, settled, over)));
            }
            for (int snapshot = 0; snapshot < 25; snapshot++) {
                int mark = accepted.size() + 60;
                await().atMost(Duration.ofSeconds(30)).until(() -> accepted.size() >= mark);
                Set<Long> before = new HashSet<>(accepted);
                Path image = image(live, snapshot);
                Set<Long> gone = new HashSet<>(settled);
                try (EmbeddedMessageQueue after = new EmbeddedMessageQueue(image, () -> NOW, SMALL)) {
                    Set<Long> found = new HashSet<>(mids(after));
                    Set<Long> lost = new HashSet<>(before);
                    lost.removeAll(found);
                    lost.removeAll(gone);
                    assertThat(lost).as("lost in image %d", snapshot).isEmpty();
                    found.retainAll(gone);
                    resurrected = Math.max(resurrected, found.size());
                }
            }
            over.set(true);
            for (Thread thread : work) {
                thread.join();
            }
        }
        assertThat(settled).isNotEmpty();
        assertThat(resurrected)
                .as("settled between the image and the look at it")
                .isLessThan(settled.size());
    }

    /// Accepts and settles most of it, so that files are freed and old ones copied forward all the time.
    private static void churn(EmbeddedMessageQueue queue, Set<Long> accepted, Set<Long> settled, AtomicBoolean over) {
        Random random = new Random(7);
        while (!over.get()) {
            try {
                long mid = accept(queue, "x".repeat(800));
                accepted.add(mid);
                if (random.nextInt(10) > 0) {
                    settled.add(mid);
                    settle(queue, mid);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /// A copy as an end of the process would leave it: the oldest file first, as each knows of those before it.
    private Path image(Path live, int number) throws IOException {
        Path image = Files.createDirectory(folder.resolve("image" + number));
        Set<String> copied = new HashSet<>();
        while (true) {
            List<Path> more;
            try (var files = Files.list(live)) {
                more = files.filter(f -> f.toString().endsWith(".log"))
                        .filter(f -> !copied.contains(f.getFileName().toString()))
                        .sorted()
                        .toList();
            }
            if (more.isEmpty()) {
                return image;
            }
            for (Path file : more) {
                copied.add(file.getFileName().toString());
                try {
                    Files.copy(file, image.resolve(file.getFileName()));
                } catch (NoSuchFileException gone) {
                    // Freed meanwhile: what waited in it stands in a later one.
                }
            }
        }
    }

    private Path threeMessages() throws IOException {
        try (EmbeddedMessageQueue queue = open(SMALL)) {
            accept(queue, "first-message");
            accept(queue, "second-message");
            accept(queue, "third-message");
        }
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".log"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// Leaves that file alone.
    private void clean(Path kept) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(f -> !f.equals(kept)).toList()) {
                Files.delete(file);
            }
        }
    }

    private EmbeddedMessageQueue open(EmbeddedMessageQueue.Settings settings) throws IOException {
        return new EmbeddedMessageQueue(folder, () -> NOW, settings);
    }

    private static long accept(EmbeddedMessageQueue queue, String text) throws IOException {
        long mid = queue.nextMid();
        queue.accept(new NewMessage(
                mid,
                new Envelope("s@from.example", true, false, false, "", "", "test"),
                List.of(new NewMessage.Recipient(MailAddress.parse("a@d" + mid + ".example"), "", "")),
                text.getBytes(StandardCharsets.UTF_8),
                NOW));
        return mid;
    }

    private static boolean accepts(EmbeddedMessageQueue queue) throws IOException {
        try {
            accept(queue, "again");
            return true;
        } catch (QueueFullException full) {
            return false;
        }
    }

    private static void settle(EmbeddedMessageQueue queue, long mid) {
        QueuedDelivery lease = queue.lease("d" + mid + ".example", 1, NOW).getFirst();
        queue.settle(lease, List.of(new Settlement.Done(0)));
    }

    private static List<Long> mids(EmbeddedMessageQueue queue) {
        return queue.backlogs().keySet().stream()
                .map(d -> Long.valueOf(d.substring(1, d.indexOf('.'))))
                .sorted()
                .collect(Collectors.toList());
    }

    private static int length(byte[] octets) {
        int end = octets.length;
        while (octets[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static int indexOf(byte[] octets, String text) {
        return new String(octets, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    private static boolean mounted(Path on, String size) throws Exception {
        return run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", on.toString()) == 0;
    }

    private static int run(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException notThere) {
            return -1;
        }
    }
}
