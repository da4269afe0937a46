package org.danegate.folder;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that only the server's user may read, whatever the umask is and whoever created the folder.
public final class PrivateFiles {

    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final int OWNER_ALONE = 0077;

    private PrivateFiles() {}

    /// Makes every file that this process creates from now on unreadable to others, the database's files included.
    /// It sets the process's own umask, which Java itself cannot do. On a system without a umask it changes
    /// nothing.
    @SuppressWarnings("restricted") // The manifest enables native access.
    public static void byDefault() {
        try {
            Linker linker = Linker.nativeLinker();
            linker.defaultLookup()
                    .find("umask")
                    .map(umask -> linker.downcallHandle(
                            umask, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)))
                    .ifPresent(umask -> {
                        try {
                            umask.invoke(OWNER_ALONE);
                        } catch (Throwable e) {
                            throw new IllegalStateException("umask cannot be set", e);
                        }
                    });
        } catch (IllegalCallerException | UnsupportedOperationException notHere) {
            // Without native access, the files are tightened at the start and the data directory hides
            // the rest.
        }
    }

    /// Removes other users' permissions from the folder and everything below it. Links are not followed, so nothing
    /// elsewhere is changed.
    ///
    /// @throws IOException when a file there belongs to somebody else
    public static void tighten(Path folder) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path one, BasicFileAttributes attributes) throws IOException {
                give(one, FOLDER);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path one, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    give(one, FILE);
                }
                return FileVisitResult.CONTINUE;
            }

            // A file that has disappeared in the meantime does not matter.
            @Override
            public FileVisitResult visitFileFailed(Path one, IOException reason) throws IOException {
                if (Files.exists(one, LinkOption.NOFOLLOW_LINKS)) {
                    throw reason;
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void give(Path one, Set<PosixFilePermission> most) throws IOException {
        Set<PosixFilePermission> now = Files.getPosixFilePermissions(one, LinkOption.NOFOLLOW_LINKS);
        if (!most.containsAll(now)) {
            now.retainAll(most);
            Files.setPosixFilePermissions(one, now);
        }
    }
}
