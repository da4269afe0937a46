package org.danegate.backup;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A file that only its owner can read, and that has its name only when it is whole and on the disk. Closing it without
/// {@link #keep} leaves nothing.
final class NewFile implements Closeable {

    private final Path file;
    private final Path folder;
    private final Path half;
    private final FileChannel channel;

    private NewFile(Path file, Path folder, Path half, FileChannel channel) {
        this.file = file;
        this.folder = folder;
        this.half = half;
        this.channel = channel;
    }

    /// Writes the content.
    @FunctionalInterface
    interface Content<T> {
        T write(OutputStream out) throws IOException;
    }

    /// Makes a file.
    ///
    /// @param passphrase null for a file that is not encrypted
    /// @return what the content's writer returned
    /// @throws IOException when it exists, or cannot be made there, or as the writer says
    static <T> T write(Path file, char @Nullable [] passphrase, Content<T> content) throws IOException {
        try (NewFile fresh = at(file)) {
            T written;
            if (passphrase == null) {
                written = content.write(fresh.out());
            } else {
                SealingOutput sealing = new SealingOutput(fresh.out(), Sealing.fresh(passphrase));
                written = content.write(sealing);
                sealing.end();
            }
            fresh.keep();
            return written;
        }
    }

    private static NewFile at(Path file) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file + " exists already");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new NoSuchFileException("there is no folder " + folder);
        }
        // Such a file is its owner's alone.
        Path half = Files.createTempFile(folder, "." + file.getFileName(), ".new");
        return new NewFile(file, folder, half, FileChannel.open(half, StandardOpenOption.WRITE));
    }

    private OutputStream out() {
        return Channels.newOutputStream(channel);
    }

    private void keep() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        force(folder);
    }

    /// Makes durable which files are in a folder.
    static void force(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(half);
    }
}
