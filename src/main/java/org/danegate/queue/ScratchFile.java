package org.danegate.queue;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// A file that stores a message while it comes in, so that the message does not fill memory. The file has no name:
/// however the process ends, nothing of it is left.
public final class ScratchFile implements Closeable {

    /// Octets after which the free room on the disk is checked again.
    private static final int LOOK_EACH = 1 << 20;

    private final Path folder;
    private final FileChannel file;
    private final long reserve;
    private long size;
    private long looked = -LOOK_EACH;

    private ScratchFile(Path folder, FileChannel file, long reserve) {
        this.folder = folder;
        this.file = file;
        this.reserve = reserve;
    }

    /// Makes an empty file.
    ///
    /// @param folder on the disk where the message will be stored
    /// @param reserve octets of the disk that stay free
    /// @throws IOException when the file cannot be made
    public static ScratchFile in(Path folder, long reserve) throws IOException {
        // The call that makes the file also makes it unnamed: a process that is killed leaves nothing behind.
        Path path = folder.resolve("incoming-" + UUID.randomUUID() + ".part");
        FileChannel file = FileChannel.open(
                path,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        return new ScratchFile(folder, file, reserve);
    }

    /// Octets written.
    public long size() {
        return size;
    }

    /// Adds octets.
    ///
    /// @throws QueueFullException when the disk has no room for more
    /// @throws IOException when they cannot be written
    public void write(byte[] octets, int length) throws IOException {
        if (size - looked >= LOOK_EACH) {
            looked = size;
            if (folder.toFile().getUsableSpace() < reserve) {
                throw new QueueFullException("no space left for messages that come in");
            }
        }
        ByteBuffer from = ByteBuffer.wrap(octets, 0, length);
        while (from.hasRemaining()) {
            size += file.write(from, size);
        }
    }

    /// The octets from one position up to another.
    public InputStream read(long from, long to) {
        return new FileRange(file, from, to);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
