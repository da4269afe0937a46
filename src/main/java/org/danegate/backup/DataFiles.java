package org.danegate.backup;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// The files of a data directory that are copied as they are: everything but the database and the queue, which are
/// copied in ways of their own, as is Message Tracking, and what can be done without: logs, earlier backups, locks.
final class DataFiles {

    /// Name of the folder of Message Tracking in the data directory.
    static final String TRACKING = "tracking";

    private static final Set<String> LEFT_OUT =
            Set.of("db", "queue", "logs", TRACKING, "backups", "server.lock", "standstill.txt", "FORMAT.new");

    private DataFiles() {}

    /// A file.
    ///
    /// @param name its path in the data directory, with `/`
    record DataFile(String name, Path path) {}

    /// The files, by name. A link to a file counts as the file.
    ///
    /// @throws IOException when the directory cannot be read
    static List<DataFile> of(Path dataDir) throws IOException {
        List<DataFile> files = new ArrayList<>();
        Files.walkFileTree(dataDir, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (folder.equals(dataDir)) {
                    return FileVisitResult.CONTINUE;
                }
                // A folder with a lock of its own is the data directory of another server, such as the demo's.
                boolean out = isLeftOut(dataDir, folder) || Files.exists(folder.resolve("server.lock"));
                return out ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (Files.isRegularFile(file) && !isLeftOut(dataDir, file)) {
                    files.add(new DataFile(dataDir.relativize(file).toString().replace('\\', '/'), file));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException reason) throws IOException {
                if (Files.exists(file)) {
                    throw reason;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(Comparator.comparing(DataFile::name));
        return files;
    }

    private static boolean isLeftOut(Path dataDir, Path file) {
        String first = dataDir.relativize(file).getName(0).toString();
        return LEFT_OUT.contains(first) || first.startsWith(Backup.WORK) || first.startsWith(".restoring");
    }
}
