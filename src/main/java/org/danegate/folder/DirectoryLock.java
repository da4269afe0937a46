package org.danegate.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Keeps all other servers and commands from a data directory until it is closed or the process ends. The file
/// `server.lock` names who holds it, for the message that the others print.
public final class DirectoryLock implements Closeable {

    private static final String FILE = "server.lock";
    private static final int LONGEST = 1000;

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock.
    ///
    /// @throws InUseException when another process, or this one, has the directory open
    /// @throws IOException when the file cannot be written
    public static DirectoryLock take(Path directory) throws IOException {
        Path file = file(directory);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                write(channel);
                return new DirectoryLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // Fall through: this process has it.
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new InUseException(directory, holder(file));
    }

    /// The file that is locked, by its real path: one directory has one, whatever links led to it.
    ///
    /// @throws IOException when the directory does not exist
    public static Path file(Path directory) throws IOException {
        return directory.toRealPath().resolve(FILE);
    }

    private static void write(FileChannel channel) throws IOException {
        String who = "process " + ProcessHandle.current().pid() + " on " + ThisHost.name() + " since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n";
        channel.truncate(0);
        ByteBuffer text = ByteBuffer.wrap(who.getBytes(StandardCharsets.UTF_8));
        while (text.hasRemaining()) {
            channel.write(text);
        }
    }

    /// What the lock file says, without anything that could control a terminal; empty when it says nothing.
    private static String holder(Path file) {
        try {
            String text = Files.readString(file);
            return text.substring(0, Math.min(text.length(), LONGEST)).strip().replaceAll("[^\\x20-\\x7e]", "?");
        } catch (IOException unreadable) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// The directory is in use.
    public static final class InUseException extends IOException {

        private static final long serialVersionUID = 1L;

        InUseException(Path directory, String holder) {
            super(directory + " is in use by another server" + (holder.isEmpty() ? "" : " (" + holder + ")")
                    + ". Stop it first, or give each server a folder of its own.");
        }
    }
}
