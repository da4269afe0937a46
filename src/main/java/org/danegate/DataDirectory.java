package org.danegate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;

/// Creates `danegate.data-dir` before anything is written to it, and locks it. Only its owner can read it and
/// everything below it, no matter who created it, and only one server at a time can have it open.
class DataDirectory implements EnvironmentPostProcessor {

    private static final String LOCK = "server.lock";

    /// Locks held until the process ends, one for each directory.
    private static final Map<Path, FileLock> HELD = new ConcurrentHashMap<>();

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String name = environment.getProperty("danegate.data-dir");
        if (name != null && !name.isBlank()) {
            Path directory = Path.of(name).toAbsolutePath().normalize();
            create(directory);
            hold(directory);
            tighten(directory);
        }
    }

    private static void hold(Path directory) {
        try {
            Path file = directory.toRealPath().resolve(LOCK);
            if (!HELD.containsKey(file)) {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock();
                if (lock == null) {
                    channel.close();
                    throw new IllegalStateException("danegate.data-dir: " + directory
                            + " is in use by another server. Stop it first, or give each server a folder of its own.");
                }
                HELD.put(file, lock);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "danegate.data-dir: cannot write to " + directory + " (" + e.getMessage() + ")", e);
        }
    }

    private static void tighten(Path directory) {
        try {
            PrivateFiles.tighten(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "danegate.data-dir: " + directory
                            + " has files that others may read, and that are not this user's (" + e.getMessage() + ")",
                    e);
        }
    }

    private static void create(Path directory) {
        if (Files.isDirectory(directory)) {
            return;
        }
        try {
            Path parent = directory.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectory(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "danegate.data-dir: cannot create " + directory + " (" + e.getMessage() + ")", e);
        }
    }
}
