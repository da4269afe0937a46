package org.danegate.backup;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.danegate.folder.DataFormat;
import org.danegate.folder.PrivateFiles;
import org.danegate.folder.Restoring;
import org.danegate.queue.RestoredMail;
import org.danegate.queue.RestoredQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/// Makes a data directory of a backup. Everything is unpacked, compared with the manifest and opened in a folder apart
/// before anything of it is in its place.
public final class Restore {

    /// MIDs left out, and more for each second since the backup: more than a server can have given out.
    private static final long MIDS = 1_000_000;
    private static final long MIDS_PER_SECOND = 1_000;

    private final InstantSource clock;

    /// @param clock tells how old a backup is
    public Restore(InstantSource clock) {
        this.clock = clock;
    }

    /// What becomes of the mail that waits in a backup.
    public enum Queue {
        /// It waits until an administrator releases or deletes it.
        HELD,
        /// It is delivered when the server starts.
        DELIVERED,
        /// It is left out.
        LEFT_OUT
    }

    /// What was restored.
    ///
    /// @param messages that wait
    /// @param damage parts of the queue that could not be read and were set aside, one line each
    public record Restored(Manifest manifest, int messages, List<String> damage) {

        public Restored {
            damage = List.copyOf(damage);
        }
    }

    /// Restores a backup.
    ///
    /// @param passphrase null where the backup is not encrypted
    /// @param dataDir empty or missing
    /// @param otherQueue the queue of a stopped data directory that is taken instead of the backup's; null for none
    /// @throws IOException when the backup is damaged, or not for this program, or the directory is not empty;
    ///     nothing of the backup is left there then
    public Restored restore(
            Path file, char @Nullable [] passphrase, Path dataDir, Queue queue, @Nullable Path otherQueue)
            throws IOException {
        boolean made = !Files.exists(dataDir);
        requireEmpty(dataDir);
        if (made) {
            make(dataDir);
        }
        Path work = Restoring.begin(dataDir);
        try {
            Restored restored = unpack(file, passphrase, work, queue, otherQueue);
            PrivateFiles.tighten(work);
            giveToOwner(work, Files.getOwner(dataDir));
            moveUp(work, dataDir);
            if (otherQueue != null) {
                StandingQueue.retire(otherQueue);
            }
            return restored;
        } catch (IOException | RuntimeException e) {
            FileSystemUtils.deleteRecursively(work);
            if (made) {
                Files.deleteIfExists(dataDir);
            }
            throw e;
        }
    }

    /// Unpacks a backup into a folder and makes its queue ready.
    ///
    /// @throws IOException as {@link #restore}
    Restored unpack(Path file, char @Nullable [] passphrase, Path folder, Queue queue, @Nullable Path otherQueue)
            throws IOException {
        Manifest manifest;
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                InputStream content = SealedInput.open(raw, passphrase)) {
            manifest = new ArchiveReader(folder).unpack(content);
        }
        if (!Files.exists(folder.resolve("FORMAT"))) {
            new DataFormat(manifest.format(), manifest.version()).write(folder);
        }
        RestoredQueue.Content content = queue(folder.resolve("queue"), manifest, queue, otherQueue);
        return new Restored(manifest, content.messages(), content.damage());
    }

    private RestoredQueue.Content queue(Path mail, Manifest manifest, Queue queue, @Nullable Path otherQueue)
            throws IOException {
        Files.createDirectories(mail);
        if (otherQueue != null) {
            FileSystemUtils.deleteRecursively(mail);
            StandingQueue.copy(otherQueue, mail);
            return RestoredQueue.prepare(mail, false, 0, clock);
        }
        RestoredQueue.Content content = RestoredQueue.prepare(mail, queue == Queue.HELD, skip(manifest), clock);
        if (queue == Queue.LEFT_OUT) {
            FileSystemUtils.deleteRecursively(mail);
            Files.createDirectories(mail);
            return RestoredQueue.prepare(mail, false, content.below(), clock);
        }
        if (queue == Queue.HELD && content.messages() > 0) {
            new RestoredMail(content.below(), manifest.takenAt(), manifest.node()).write(mail);
        }
        return content;
    }

    /// MIDs that the server may have given out since the backup.
    private long skip(Manifest manifest) {
        long seconds = Duration.between(manifest.takenAt(), clock.instant()).toSeconds();
        return MIDS + MIDS_PER_SECOND * Math.max(0, seconds);
    }

    private static void requireEmpty(Path dataDir) throws IOException {
        if (!Files.exists(dataDir)) {
            return;
        }
        if (!Files.isDirectory(dataDir)) {
            throw new IOException(dataDir + " is no folder");
        }
        try (var files = Files.list(dataDir)) {
            // A file system of its own has that folder from the beginning.
            if (files.anyMatch(f -> !f.getFileName().toString().equals("lost+found"))) {
                throw new IOException(
                        dataDir + " is not empty; nothing was restored. Name an empty folder by --data-dir.");
            }
        }
    }

    private static void make(Path dataDir) throws IOException {
        Path parent = dataDir.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.createDirectory(
                dataDir, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /// Root may restore for the server's user.
    private static void giveToOwner(Path work, UserPrincipal owner) throws IOException {
        if (Files.getOwner(work).equals(owner)) {
            return;
        }
        try (var all = Files.walk(work)) {
            for (Path one : all.toList()) {
                Files.setAttribute(one, "posix:owner", owner, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    /// The folder for the work goes last: with it there, no server takes the directory for whole.
    private static void moveUp(Path work, Path dataDir) throws IOException {
        List<Path> files;
        try (var all = Files.walk(work)) {
            files = all.toList();
        }
        for (Path one : files) {
            try (var channel = FileChannel.open(one, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
        try (var top = Files.list(work)) {
            for (Path one : top.toList()) {
                Files.move(one, dataDir.resolve(one.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        NewFile.force(dataDir);
        Files.delete(work);
        NewFile.force(dataDir);
    }
}
