package org.danegate.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.FileSystemUtils;

/// A disk that fails costs entries of tracking and nothing else, and tracking comes back without a restart.
@ExtendWith(OutputCaptureExtension.class)
class TrackingDiskTest {

    private static final String BROKEN = "2026-03-01.broken-1";
    private static final String CANNOT = "Message tracking cannot be written to";
    private static final String AGAIN = "Message tracking is written again";

    @TempDir
    private Path data;

    TrackingDiskTest() {}

    private Path folder() {
        return data.resolve("tracking");
    }

    private static void mail(TrackingRoom room, long mid) {
        room.accepted(mid, "ana@sender.test", "Hello", "bob@a.test");
        room.reader.flush();
    }

    /// A minute without a failure.
    private static void quiet(TrackingRoom room) {
        for (int round = 0; round < RecordingState.QUIET_ROUNDS; round++) {
            tick(room);
        }
    }

    /// The next regular commit.
    private static void tick(TrackingRoom room) {
        room.after(Duration.ofSeconds(10));
        room.store.commit(room.now);
    }

    @Test
    void a_folder_that_cannot_be_made_is_logged_once_and_used_as_soon_as_it_can(CapturedOutput log) throws IOException {
        Files.writeString(folder(), "in the way");
        try (TrackingRoom room = new TrackingRoom(folder())) {
            assertThat(room.tracking.notRecorded()).isEmpty();
            for (long mid = 1; mid <= 500; mid++) {
                mail(room, mid);
            }
            tick(room);
            mail(room, 501);
            assertThat(room.tracking.notRecorded()).hasValueSatisfying(gap -> {
                assertThat(gap.since()).isEqualTo(TrackingRoom.BEGIN);
                assertThat(gap.entries()).isEqualTo(501);
                assertThat(gap.cause()).contains(folder().toString());
            });
            assertThat(room.search(TrackingRoom.all()).messages()).isEmpty();
            assertThat(room.search(TrackingRoom.all()).complete()).isFalse();

            Files.delete(folder());
            tick(room);
            mail(room, 502);
            tick(room);
            assertThat(room.tracking.notRecorded()).as("may fail again soon").isPresent();
            quiet(room);
            assertThat(room.tracking.notRecorded()).isEmpty();
            assertThat(room.mids(TrackingRoom.all())).containsExactly(502L);
        }
        assertThat(log.getAll()).containsOnlyOnce(CANNOT).containsOnlyOnce(AGAIN);
        assertThat(log.getAll()).contains("501 entries since 2026-03-01T10:00:00Z were not recorded");
    }

    @Test
    void an_index_that_can_no_longer_be_written_is_searched_further_and_reopened(CapturedOutput log)
            throws IOException {
        try (TrackingRoom room = new TrackingRoom(folder())) {
            mail(room, 1);
            tick(room);
            Path away = data.resolve("away");
            Files.move(folder(), away);
            Files.writeString(folder(), "in the way");
            mail(room, 2);
            mail(room, 3);
            tick(room); // fails
            mail(room, 4);
            tick(room);
            tick(room);
            assertThat(room.tracking.notRecorded())
                    .hasValueSatisfying(gap -> assertThat(gap.entries())
                            .as("the two that were not on disk, and the one after them")
                            .isEqualTo(3));

            Files.delete(folder());
            Files.move(away, folder());
            tick(room);
            mail(room, 5);
            quiet(room);
            assertThat(room.tracking.notRecorded()).isEmpty();
            assertThat(room.mids(TrackingRoom.all())).containsExactly(5L, 1L);
        }
        assertThat(log.getAll())
                .containsOnlyOnce(CANNOT)
                .containsOnlyOnce(AGAIN)
                .doesNotContain("broken");
        try (TrackingRoom again = new TrackingRoom(folder())) {
            assertThat(again.mids(TrackingRoom.all())).containsExactly(5L, 1L);
        }
    }

    @Test
    void a_folder_that_is_deleted_while_the_server_runs_is_made_again(CapturedOutput log) throws IOException {
        try (TrackingRoom room = new TrackingRoom(folder())) {
            mail(room, 1);
            FileSystemUtils.deleteRecursively(folder());
            tick(room);
            tick(room);
            mail(room, 2);
            quiet(room);
            assertThat(room.tracking.notRecorded()).isEmpty();
            assertThat(room.mids(TrackingRoom.all())).containsExactly(2L);
        }
        assertThat(log.getAll()).containsOnlyOnce(CANNOT).contains("1 entries since");
    }

    @Test
    void a_disk_that_fails_again_and_again_is_one_trouble(CapturedOutput log) throws IOException {
        try (TrackingRoom room = new TrackingRoom(folder())) {
            for (int round = 0; round < 5; round++) {
                mail(room, round + 1);
                FileSystemUtils.deleteRecursively(folder());
                tick(room);
                tick(room);
                tick(room);
            }
            assertThat(room.tracking.notRecorded()).hasValueSatisfying(gap -> {
                assertThat(gap.since()).isEqualTo(TrackingRoom.BEGIN.plusSeconds(10));
                assertThat(gap.entries()).isEqualTo(5);
            });
            quiet(room);
            assertThat(room.tracking.notRecorded()).isEmpty();
        }
        assertThat(log.getAll()).containsOnlyOnce(CANNOT).containsOnlyOnce(AGAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"segments_", ".cfs", ".si", ".fdt", ".dvd", ".cfe"})
    void a_broken_index_is_set_aside_and_the_day_begins_with_an_empty_one(String part, CapturedOutput log)
            throws IOException {
        try (TrackingRoom room = new TrackingRoom(folder())) {
            mail(room, 1);
        }
        if (!truncate(part)) {
            return; // the library keeps this part within another file
        }
        try (TrackingRoom room = new TrackingRoom(folder())) {
            room.after(Duration.ofHours(1));
            mail(room, 2);
            tick(room);
            assertThat(room.mids(TrackingRoom.all())).containsExactly(2L);
            assertThat(room.tracking.notRecorded()).isEmpty();
            assertThat(folder().toFile().list()).containsExactlyInAnyOrder("2026-03-01", BROKEN);
        }
        assertThat(log.getAll())
                .containsOnlyOnce("Message tracking of 2026-03-01 is broken")
                .contains(BROKEN);
    }

    private boolean truncate(String part) throws IOException {
        try (Stream<Path> files = Files.list(folder().resolve("2026-03-01"))) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().contains(part))
                    .toList();
            for (Path file : found) {
                byte[] octets = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(octets, octets.length / 2), StandardOpenOption.TRUNCATE_EXISTING);
            }
            return !found.isEmpty();
        }
    }

    @Test
    void a_broken_day_of_the_past_does_not_keep_a_search_from_the_other_days() throws IOException {
        try (TrackingRoom room = new TrackingRoom(folder())) {
            mail(room, 1);
            room.after(Duration.ofDays(1));
            mail(room, 2);
        }
        truncate("segments_");
        try (TrackingRoom room = new TrackingRoom(folder())) {
            assertThat(room.mids(TrackingRoom.all())).containsExactly(2L);
            assertThat(room.search(TrackingRoom.all()).complete()).isTrue();
            room.store.forget(TrackingRoom.BEGIN.plus(Duration.ofDays(31)));
            assertThat(folder().toFile().list()).containsExactly("2026-03-02");
        }
    }

    @Test
    void a_day_that_cannot_be_read_is_logged_once_until_it_can(CapturedOutput log) throws IOException {
        Path segments = folder().resolve("2026-02-27/segments_1");
        Files.createDirectories(segments);
        try (TrackingRoom room = new TrackingRoom(folder())) {
            mail(room, 1);
            for (int i = 0; i < 3; i++) {
                assertThat(room.mids(TrackingRoom.all())).containsExactly(1L);
                assertThat(room.search(TrackingRoom.all()).complete()).isFalse();
            }
            assertThat(log).containsOnlyOnce("Message tracking of 2026-02-27 cannot be read");
            Files.delete(segments);
            assertThat(room.search(TrackingRoom.all()).complete()).isTrue();
        }
    }

    @Test
    void files_of_others_in_the_folder_are_left_alone() throws IOException {
        Files.createDirectories(folder().resolve("2026-99-99"));
        Files.writeString(folder().resolve("notes.txt"), "mine");
        try (TrackingRoom room = new TrackingRoom(folder())) {
            mail(room, 1);
            assertThat(room.mids(TrackingRoom.all())).containsExactly(1L);
            room.store.forget(TrackingRoom.BEGIN.plus(Duration.ofDays(90)));
        }
        assertThat(folder().toFile().list()).containsExactlyInAnyOrder("2026-99-99", "notes.txt");
    }

    @Test
    void searches_go_on_while_mail_comes_days_are_deleted_and_the_server_ends() {
        TrackingRoom room = new TrackingRoom(folder());
        for (int day = 0; day < 3; day++) {
            for (long mid = 1; mid <= 100; mid++) {
                mail(room, 1000 * day + mid);
            }
            room.after(Duration.ofDays(1));
        }
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Integer>> searches = Stream.generate(() -> CompletableFuture.supplyAsync(() -> {
                    int answers = 0;
                    while (!over.get()) {
                        room.search(TrackingRoom.outcome(TrackedEvent.Kind.SOFT_BOUNCED, 100, null));
                        room.search(TrackingRoom.all());
                        room.tracking.story(2050);
                        answers++;
                    }
                    return answers;
                }))
                .limit(3)
                .toList();
        Instant last = room.now;
        for (int days = 27; days <= 32; days++) {
            mail(room, 5000 + days);
            room.store.commit(room.now);
            room.store.forget(last.plus(Duration.ofDays(days)));
        }
        room.close();
        over.set(true);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(searches).allMatch(CompletableFuture::isDone));
        assertThat(searches).noneMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(room.search(TrackingRoom.all()).messages()).isEmpty();
        assertThat(room.tracking.notRecorded()).isEmpty();
    }
}
