package org.danegate.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.danegate.folder.DataFormat;
import org.danegate.folder.ProgramVersion;
import org.danegate.folder.ThisHost;
import org.danegate.queue.QueueCopies;
import org.danegate.queue.QueueCopies.QueueCopy;
import org.danegate.tracking.TrackingCopies;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/// Writes backups of one data directory: the files in it (certificates, keys, trust anchors), the database as of one
/// moment, and the queue as of a later one. Every message that was accepted before a backup began is in it. Message
/// Tracking, which can be large, is in it where that is wanted.
public final class Backup {

    /// Beginning of the names of folders in the data directory for work in progress.
    static final String WORK = ".backup-";

    private static final int BUFFER = 64 << 10;

    private final Path dataDir;
    private final DatabaseCopy database;
    private final QueueCopies queue;
    private final TrackingCopies tracking;
    private final boolean tracked;
    private final boolean running;
    private final InstantSource clock;

    private Backup(
            Path dataDir,
            DatabaseCopy database,
            QueueCopies queue,
            TrackingCopies tracking,
            boolean tracked,
            boolean running,
            InstantSource clock) {
        this.dataDir = dataDir;
        this.database = database;
        this.queue = queue;
        this.tracking = tracking;
        this.tracked = tracked;
        this.running = running;
        this.clock = clock;
    }

    /// Backups of the directory of a server that runs.
    static Backup running(
            Path dataDir, DatabaseCopy database, QueueCopies queue, TrackingCopies tracking, InstantSource clock) {
        return new Backup(dataDir, database, queue, tracking, false, true, clock);
    }

    /// Backups of a directory that no server has open. The caller has its lock.
    public static Backup standing(Path dataDir, InstantSource clock) {
        return new Backup(
                dataDir,
                new StandingDatabase(dataDir),
                () -> QueueCopies.standing(dataDir.resolve("queue")),
                TrackingCopies.standing(dataDir.resolve(DataFiles.TRACKING)),
                false,
                false,
                clock);
    }

    /// The same with Message Tracking.
    Backup withTracking(boolean wanted) {
        return new Backup(dataDir, database, queue, tracking, wanted, running, clock);
    }

    /// Writes a backup to a stream, which stays open.
    ///
    /// @return what was written
    /// @throws IOException when something cannot be read or written; what was written is then no backup
    public Manifest write(OutputStream out) throws IOException {
        OutputStream buffered = new BufferedOutputStream(out, BUFFER);
        var takenAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        DatabaseCopy.Facts facts = database.facts();
        ArchiveWriter archive = new ArchiveWriter(buffered);
        for (DataFiles.DataFile file : DataFiles.of(dataDir)) {
            add(archive, file);
        }
        if (facts.product() != null) {
            database.read(content -> archive.add(DatabaseCopy.NAME, content, Long.MAX_VALUE));
        }
        try (QueueCopy copy = queue.copy()) {
            for (QueueCopy.Part part : copy.parts()) {
                try (InputStream content = Files.newInputStream(part.file())) {
                    archive.add("queue/" + part.file().getFileName(), content, part.octets());
                }
            }
        }
        if (tracked) {
            addTracking(archive);
        }
        Manifest manifest = new Manifest(
                Manifest.PRODUCT,
                Manifest.ARCHIVE,
                ProgramVersion.text(),
                DataFormat.CURRENT,
                facts.product(),
                facts.schema(),
                takenAt,
                ThisHost.name(),
                running,
                archive.items());
        archive.end(manifest);
        buffered.flush();
        return manifest;
    }

    /// Writes a backup to a file that only its owner can read. The file appears when it is whole and on the disk.
    ///
    /// @throws IOException when it cannot be written, or exists
    public Manifest write(Path file) throws IOException {
        return write(file, null);
    }

    /// The same, encrypted.
    ///
    /// @param passphrase null for a backup that is not encrypted
    public Manifest write(Path file, char @Nullable [] passphrase) throws IOException {
        return NewFile.write(file, passphrase, this::write);
    }

    /// Backups without the queue, for a copy of what a new version is about to change.
    static Backup withoutQueue(Path dataDir, DatabaseCopy database, InstantSource clock) {
        return new Backup(dataDir, database, () -> QueueCopy.of(List.of(), () -> {}), _ -> {}, false, false, clock);
    }

    /// The links are a folder of the data directory, and so on its disk.
    private void addTracking(ArchiveWriter archive) throws IOException {
        Path folder = Files.createTempDirectory(dataDir, WORK);
        try {
            tracking.into(folder);
            for (DataFiles.DataFile file : DataFiles.of(folder)) {
                add(archive, new DataFiles.DataFile(DataFiles.TRACKING + "/" + file.name(), file.path()));
            }
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static void add(ArchiveWriter archive, DataFiles.DataFile file) throws IOException {
        try (InputStream content = Files.newInputStream(file.path())) {
            archive.add(file.name(), content, Long.MAX_VALUE);
        } catch (NoSuchFileException replaced) {
            // Something temporary of another room.
        }
    }
}
