package org.danegate.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.timing.RegularWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Writes a backup each day at a time, and keeps the newest ones. One that was missed because the server was down is
/// made at the start. Without a schedule it does nothing.
final class ScheduledBackups implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ScheduledBackups.class);
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'scheduled-'yyyyMMdd-HHmmss'.zip'");
    private static final Pattern OURS = Pattern.compile("scheduled-\\d{8}-\\d{6}\\.zip");

    private final Backup backup;
    private final Optional<Schedule> schedule;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final RegularWork work = new RegularWork("backups", LOG, "A backup could not be made");
    private volatile @Nullable Failure failure;

    ScheduledBackups(Backup backup, Optional<Schedule> schedule, DeliveryEvents events, InstantSource clock) {
        this.backup = backup;
        this.schedule = schedule;
        this.events = events;
        this.clock = clock;
    }

    /// When and where.
    ///
    /// @param at time of day in the zone
    /// @param keep backups that stay, 1 or more
    /// @param passphraseFile null where they are not encrypted
    record Schedule(
            LocalTime at,
            ZoneId zone,
            Path folder,
            int keep,
            @Nullable Path passphraseFile) {

        /// When a backup was begun, by its name.
        Instant madeAt(Path file) {
            return LocalDateTime.parse(file.getFileName().toString(), NAME)
                    .atZone(zone)
                    .toInstant();
        }

        /// The last time at or before a moment at which a backup was due.
        Instant due(Instant now) {
            ZonedDateTime local = now.atZone(zone);
            ZonedDateTime today = local.with(at);
            return (today.isAfter(local) ? today.minusDays(1) : today).toInstant();
        }
    }

    /// The last backup failed.
    record Failure(Instant at, String reason) {}

    /// Empty where no backups are to be made.
    Optional<Schedule> schedule() {
        return schedule;
    }

    /// What went wrong with the last one; empty when nothing did.
    Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }

    /// The newest backup; empty when there is none.
    Optional<Path> newest() {
        return schedule.flatMap(set -> all(set).stream().findFirst());
    }

    /// Makes a backup when one is due. One that failed is tried again at the next time.
    void look() {
        schedule.ifPresent(this::look);
    }

    private void look(Schedule set) {
        Instant now = clock.instant();
        Instant due = set.due(now);
        Failure failed = failure;
        boolean tried = failed != null && !failed.at().isBefore(due);
        if (tried
                || newest().map(set::madeAt).filter(made -> !made.isBefore(due)).isPresent()) {
            return;
        }
        try {
            Files.createDirectories(set.folder());
            Path file = set.folder().resolve(NAME.format(now.atZone(set.zone())));
            backup.write(file, Passphrase.of(set.passphraseFile()));
            failure = null;
            events.publish(new DeliveryEvent.SystemNotice(now, false, "Backup written to " + file));
            prune(set);
        } catch (IOException | RuntimeException e) {
            failure = new Failure(now, String.valueOf(e.getMessage()));
            events.publish(new DeliveryEvent.SystemNotice(
                    now, true, "The backup of " + set.at() + " could not be made: " + e.getMessage()));
        }
    }

    private static void prune(Schedule set) throws IOException {
        for (Path old : all(set).stream().skip(set.keep()).toList()) {
            Files.delete(old);
        }
    }

    /// The newest first.
    private static List<Path> all(Schedule set) {
        if (!Files.isDirectory(set.folder())) {
            return List.of();
        }
        try (var files = Files.list(set.folder())) {
            return files.filter(f -> OURS.matcher(f.getFileName().toString()).matches())
                    .sorted(Comparator.comparing((Path f) -> f.getFileName().toString())
                            .reversed())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public void start() {
        if (schedule.isPresent()) {
            work.every(LOOK, LOOK, this::look);
        }
    }

    @Override
    public void stop() {
        work.end();
    }

    @Override
    public boolean isRunning() {
        return work.isRunning();
    }
}
