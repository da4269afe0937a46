package org.danegate.backup;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import javax.sql.DataSource;
import org.danegate.control.ControlAct;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvents;
import org.danegate.node.DatabaseAtStart;
import org.danegate.queue.QueueCopies;
import org.danegate.status.StatusFacts;
import org.danegate.tracking.TrackingCopies;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Beans of the backup room.
@Configuration(proxyBeanMethods = false)
class BackupConfiguration {

    @Bean
    FlywayMigrationStrategy databaseUpgrade(
            @Value("${danegate.data-dir}") Path dataDir, InstantSource clock, DatabaseAtStart database) {
        DatabaseUpgrade upgrade = new DatabaseUpgrade(dataDir, clock);
        return flyway -> {
            database.await();
            upgrade.migrate(flyway);
        };
    }

    @Bean
    Backup backup(
            @Value("${danegate.data-dir}") Path dataDir,
            DataSource database,
            QueueCopies queue,
            TrackingCopies tracking,
            InstantSource clock) {
        Path folder = dataDir.toAbsolutePath().normalize();
        RunningDatabase running = new RunningDatabase(database, folder);
        running.removeLeftovers();
        return Backup.running(folder, running, queue, tracking, clock);
    }

    /// Does nothing where no time is set. It exists all the same: which beans there are is decided when the server
    /// is built, see PreparedStart.
    @Bean
    ScheduledBackups scheduledBackups(
            Backup backup,
            @Value("${danegate.data-dir}") Path dataDir,
            @Value("${danegate.backup.at:}") String at,
            @Value("${danegate.backup.keep:7}") int keep,
            @Value("${danegate.backup.folder:}") String folder,
            @Value("${danegate.backup.passphrase-file:}") String passphraseFile,
            @Value("${danegate.backup.with-tracking:false}") boolean tracking,
            DeliveryEvents events,
            InstantSource clock) {
        if (at.isBlank()) {
            return new ScheduledBackups(backup, Optional.empty(), events, clock);
        }
        if (keep < 1) {
            throw new IllegalArgumentException("danegate.backup.keep is at least 1, not " + keep);
        }
        ScheduledBackups.Schedule schedule = new ScheduledBackups.Schedule(
                timeOfDay(at),
                ZoneId.systemDefault(),
                folder.isBlank() ? dataDir.resolve(DatabaseUpgrade.FOLDER) : Path.of(folder),
                keep,
                passphraseFile.isBlank() ? null : Path.of(passphraseFile));
        return new ScheduledBackups(backup.withTracking(tracking), Optional.of(schedule), events, clock);
    }

    private static LocalTime timeOfDay(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("danegate.backup.at is no time of day such as 02:30: " + text, e);
        }
    }

    @Bean
    StatusFacts backupFacts(ScheduledBackups backups) {
        return new BackupFacts(backups);
    }

    @Bean
    ControlAct backupAct(Backup backup, DeliveryEvents events, InstantSource clock) {
        return new BackupAct(backup, new AdministratorActs(events, clock));
    }
}
