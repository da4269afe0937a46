package org.danegate.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import javax.sql.DataSource;
import org.danegate.folder.DataFormat;
import org.danegate.folder.NewerDataException;
import org.danegate.folder.ProgramVersion;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/// What happens to the database of an earlier version: a copy first, then the migrations, then the file `FORMAT` names
/// this version. The database of a newer version is refused and stays as it is.
final class DatabaseUpgrade implements FlywayMigrationStrategy {

    static final String FOLDER = "backups";
    static final int KEPT = 3;

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseUpgrade.class);
    private static final String BEFORE = "before-";
    private static final int ROOM = 3;

    private final Path dataDir;
    private final InstantSource clock;

    DatabaseUpgrade(Path dataDir, InstantSource clock) {
        this.dataDir = dataDir;
        this.clock = clock;
    }

    @Override
    public void migrate(Flyway flyway) {
        MigrationInfoService info = flyway.info();
        requireKnown(info);
        int pending = info.pending().length;
        if (info.applied().length > 0 && pending > 0) {
            LOG.info("The database was written by an earlier version: {} changes are made to it now", pending);
            copy(flyway.getConfiguration().getDataSource());
        }
        flyway.migrate();
        try {
            DataFormat.ours().write(dataDir);
        } catch (IOException e) {
            throw new UncheckedIOException("danegate.data-dir: cannot write to " + dataDir, e);
        }
    }

    private void requireKnown(MigrationInfoService info) {
        boolean unknown = Arrays.stream(info.applied())
                .map(MigrationInfo::getState)
                .anyMatch(state -> state.isApplied() && !state.isResolved());
        if (unknown) {
            throw new NewerDataException(dataDir, writer());
        }
    }

    private String writer() {
        try {
            return DataFormat.of(dataDir)
                    .map(DataFormat::version)
                    .filter(version -> !version.equals(ProgramVersion.text()))
                    .orElse("a newer version");
        } catch (IOException e) {
            return "a newer version";
        }
    }

    private void copy(DataSource source) {
        Path folder = dataDir.resolve(FOLDER);
        try {
            RunningDatabase database = new RunningDatabase(source, dataDir);
            if (database.facts().product() == null) {
                LOG.info("No copy is made before: the database is not in the data directory");
                return;
            }
            Path data = dataDir.resolve(DatabaseCopy.NAME);
            long needed = Files.exists(data) ? ROOM * Files.size(data) : 0;
            if (dataDir.toFile().getUsableSpace() < needed) {
                LOG.warn("No copy is made before: there is no room for it on the disk of {}", dataDir);
                return;
            }
            Files.createDirectories(folder);
            Path file = free(folder);
            Backup.withoutQueue(dataDir, database, clock).write(file);
            LOG.info("A copy of the data as they were is in {}", file);
            prune(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "danegate.data-dir: no copy could be made before the upgrade, and nothing was changed ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    private static Path free(Path folder) {
        Path file = folder.resolve(BEFORE + ProgramVersion.text() + ".zip");
        for (int i = 2; Files.exists(file); i++) {
            file = folder.resolve(BEFORE + ProgramVersion.text() + "-" + i + ".zip");
        }
        return file;
    }

    /// Keeps the newest copies.
    private static void prune(Path folder) throws IOException {
        List<Path> copies;
        try (var all = Files.list(folder)) {
            copies = all.filter(f -> f.getFileName().toString().startsWith(BEFORE))
                    .sorted(Comparator.comparingLong((Path f) -> f.toFile().lastModified())
                            .reversed())
                    .toList();
        }
        for (Path old : copies.stream().skip(KEPT).toList()) {
            Files.delete(old);
        }
    }
}
