package org.danegate.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.danegate.event.DeliveryEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backups at a time of day.
class ScheduledBackupsTest {

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-30T01:00:00Z");
    private final List<DeliveryEvent> events = new ArrayList<>();

    @Test
    void one_is_made_a_day_and_the_newest_stay() throws IOException {
        ScheduledBackups backups = backups(folder.resolve("backups"));
        backups.look();
        assertThat(names()).as("none of the last day was there").hasSize(1);
        backups.look();
        assertThat(names()).hasSize(1);
        for (int day = 0; day < 4; day++) {
            now = now.plusSeconds(86_400);
            backups.look();
        }
        assertThat(names()).containsExactly("scheduled-20261203-010000.zip", "scheduled-20261204-010000.zip");
        assertThat(backups.failure()).isEmpty();
        assertThat(events.getLast()).asString().contains("Backup written to ");
    }

    @Test
    void one_that_fails_is_told_once_and_tried_again_the_next_day() throws IOException {
        Path file = Files.writeString(folder.resolve("backups"), "no folder");
        ScheduledBackups backups = backups(file);
        backups.look();
        backups.look();
        assertThat(events).hasSize(1);
        assertThat(events.getFirst()).asString().contains("could not be made");
        assertThat(backups.failure()).isPresent();
        Files.delete(file);
        now = now.plusSeconds(86_400);
        backups.look();
        assertThat(names()).hasSize(1);
        assertThat(backups.failure()).isEmpty();
    }

    private ScheduledBackups backups(Path into) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("secret.key"), "key");
        return new ScheduledBackups(
                Backup.standing(data, () -> now),
                Optional.of(new ScheduledBackups.Schedule(LocalTime.of(2, 30), ZoneOffset.UTC, into, 2, null)),
                events::add,
                () -> now);
    }

    private List<String> names() throws IOException {
        try (var all = Files.list(folder.resolve("backups"))) {
            return all.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
