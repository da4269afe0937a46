package org.danegate.queue.embedded;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.queue.FileRange;
import org.danegate.queue.MessageBody;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts of a segment that are being read. The file can be deleted meanwhile, and stays readable until the last of
/// them is closed.
final class SegmentBodies {

    /// Its lines are those of the segment for who reads the log.
    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);

    private final Path path;
    private final FileChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    /// Bodies that are being read from it at the moment.
    private int readers;
    private boolean deleted;

    SegmentBodies(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /// A part of the file as a body for others to read.
    ///
    /// @throws IOException when the file is gone
    MessageBody open(long at, int length) throws IOException {
        lock.lock();
        try {
            if (deleted) {
                throw new IOException("segment " + path.getFileName() + " is gone");
            }
            readers++;
        } finally {
            lock.unlock();
        }
        return new Part(this, at, length);
    }

    private void letGo() {
        lock.lock();
        try {
            readers--;
            if (deleted && readers == 0) {
                closeQuietly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Closes the file, at once or when the last reader is done; nothing can be opened any more.
    void closeForGood() throws IOException {
        lock.lock();
        try {
            deleted = true;
            if (readers == 0) {
                channel.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private void closeQuietly() {
        try {
            channel.close();
        } catch (IOException lost) {
            LOG.warn("{} could not be closed: {}", path.getFileName(), lost.getMessage());
        }
    }

    /// A part that is being read.
    private static final class Part implements MessageBody {

        private final SegmentBodies bodies;
        private final long at;
        private final int size;
        private final AtomicBoolean closed = new AtomicBoolean();

        Part(SegmentBodies bodies, long at, int size) {
            this.bodies = bodies;
            this.at = at;
            this.size = size;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public InputStream read(int from, int to) {
            return new FileRange(bodies.channel, at + from, at + to);
        }

        /// Reads them at once, into an array of their own.
        @Override
        public byte[] first(int most) throws IOException {
            ByteBuffer into = ByteBuffer.allocate(Math.min(most, size));
            while (into.hasRemaining()) {
                if (bodies.channel.read(into, at + into.position()) < 0) {
                    throw new EOFException("the file is shorter than what was written to it");
                }
            }
            return into.array();
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                bodies.letGo();
            }
        }
    }
}
