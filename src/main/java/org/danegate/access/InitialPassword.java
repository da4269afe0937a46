package org.danegate.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file that takes the generated first password where the standard output is kept, as in the journal of systemd.
/// Only the server's user can read it, and it is deleted when the first administrator has signed in.
class InitialPassword {

    private static final Logger LOG = LoggerFactory.getLogger(InitialPassword.class);
    private static final String SETTING = "danegate.admin-password-output-file";

    private final @Nullable Path file;

    /// @param file name of the file; blank where the password is printed instead
    /// @throws IllegalArgumentException when it is no name of a file
    InitialPassword(String file) {
        try {
            this.file = file.isBlank() ? null : Path.of(file).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(SETTING + ": " + file + " is no name of a file", e);
        }
    }

    /// The file, if there shall be one.
    @Nullable
    Path file() {
        return file;
    }

    /// Writes the password, instead of one that was written before.
    ///
    /// @throws IllegalArgumentException when that is not possible; then the password would be lost
    void write(Path to, String password) {
        try {
            Files.deleteIfExists(to);
            boolean posix = to.getFileSystem().supportedFileAttributeViews().contains("posix");
            FileAttribute<?>[] ownerAlone = posix ? new FileAttribute<?>[] {ownerAlone()} : new FileAttribute<?>[0];
            try (SeekableByteChannel out = Files.newByteChannel(
                    to, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerAlone)) {
                out.write(ByteBuffer.wrap((password + "\n").getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(SETTING + ": " + to + " cannot be written (" + e.getMessage() + ")", e);
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> ownerAlone() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }

    /// Deletes the file because its reader has signed in.
    void signedIn(String name) {
        if (name.equals(FirstAdministrator.NAME)) {
            delete();
        }
    }

    /// Deletes the file when its password is none any more.
    void deleteUnless(Predicate<String> isPassword) {
        try {
            if (file != null
                    && Files.exists(file)
                    && !isPassword.test(Files.readString(file).strip())) {
                delete();
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be read ({}); delete it", file, e.getMessage());
        }
    }

    private void delete() {
        try {
            if (file != null && Files.deleteIfExists(file)) {
                LOG.info("Deleted {}: the first password of {} has been used", file, FirstAdministrator.NAME);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted ({}); delete it", file, e.getMessage());
        }
    }
}
