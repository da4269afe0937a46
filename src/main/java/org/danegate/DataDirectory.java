package org.danegate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.danegate.folder.DataFormat;
import org.danegate.folder.DirectoryLock;
import org.danegate.folder.PrivateFiles;
import org.danegate.folder.Restoring;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// Creates `danegate.data-dir` before anything is written to it, and locks it. Only its owner can read it and
/// everything below it, no matter who created it, and only one server at a time can have it open. Data that a newer
/// version wrote, and a restore that did not end, are refused before any other file is opened.
class DataDirectory implements EnvironmentPostProcessor {

    /// Locks held until the process ends, one for each directory.
    private static final Map<Path, DirectoryLock> HELD = new ConcurrentHashMap<>();

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String name = environment.getProperty("danegate.data-dir");
        if (name != null && !name.isBlank()) {
            Path directory = Path.of(name).toAbsolutePath().normalize();
            create(directory);
            hold(directory);
            Restoring.requireEnded(directory);
            check(directory);
            tighten(directory);
            // The database takes no path that depends on the working directory.
            environment
                    .getPropertySources()
                    .addFirst(
                            new MapPropertySource("data directory", Map.of("danegate.data-dir", directory.toString())));
        }
    }

    private static void hold(Path directory) {
        try {
            Path file = DirectoryLock.file(directory);
            if (!HELD.containsKey(file)) {
                HELD.put(file, DirectoryLock.take(directory));
            }
        } catch (DirectoryLock.InUseException e) {
            throw new IllegalStateException("danegate.data-dir: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "danegate.data-dir: cannot write to " + directory + " (" + e.getMessage() + ")", e);
        }
    }

    private static void check(Path directory) {
        try {
            DataFormat.of(directory).ifPresent(written -> written.requireReadable(directory));
        } catch (IOException e) {
            throw new UncheckedIOException("danegate.data-dir: " + e.getMessage(), e);
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
