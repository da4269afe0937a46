package org.danegate.listener;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.danegate.queue.MessageBody;
import org.danegate.queue.ScratchFile;
import org.jspecify.annotations.Nullable;

/// A message as it arrives. Its first part is in memory; the message goes to a file when it exceeds its own share
/// or when all messages together exceed their limit. So a thousand large messages at once cost disk space, not
/// the process.
final class BodyBuffer implements AutoCloseable {

    private static final int FIRST = 8 * 1024;

    private final AtomicLong taken;
    private final long limit;
    private final Scratch scratch;
    private byte[] octets = new byte[FIRST];
    private int length;
    private @Nullable ScratchFile file;

    /// Creates the file.
    @FunctionalInterface
    interface Scratch {
        ScratchFile make() throws IOException;
    }

    /// @param taken octets that all buffers together hold beyond their first few kilobytes
    /// @param limit the most that `taken` may reach
    /// @param scratch called once, when memory is used up
    BodyBuffer(AtomicLong taken, long limit, Scratch scratch) {
        this.taken = taken;
        this.limit = limit;
        this.scratch = scratch;
    }

    /// Adds an octet.
    ///
    /// @throws IOException when there is neither memory nor disk for it
    void add(int octet) throws IOException {
        if (length == octets.length && (file != null || !grow())) {
            spill();
        }
        octets[length++] = (byte) octet;
    }

    /// Adds octets.
    ///
    /// @throws IOException when there is neither memory nor disk for all of them; some may have been added
    void add(byte[] from, int offset, int count) throws IOException {
        int done = 0;
        while (done < count) {
            if (length == octets.length && (file != null || !grow())) {
                spill();
            }
            int some = Math.min(octets.length - length, count - done);
            System.arraycopy(from, offset + done, octets, length, some);
            length += some;
            done += some;
        }
    }

    private boolean grow() {
        int more = octets.length;
        if (octets.length >= MessageBody.IN_MEMORY || taken.addAndGet(more) > limit) {
            if (octets.length < MessageBody.IN_MEMORY) {
                taken.addAndGet(-more);
            }
            return false;
        }
        octets = Arrays.copyOf(octets, octets.length + more);
        return true;
    }

    private void spill() throws IOException {
        if (file == null) {
            file = scratch.make();
        }
        file.write(octets, length);
        length = 0;
    }

    int size() {
        return (file == null ? 0 : (int) file.size()) + length;
    }

    /// Reads the header; of a message in a file only the first octets are examined.
    ///
    /// @throws IOException when they cannot be read
    HeaderGlance header() throws IOException {
        byte[] beginning = beginning();
        return HeaderGlance.of(beginning, file == null ? length : beginning.length);
    }

    /// Memory whose first octets are those of the message.
    private byte[] beginning() throws IOException {
        return file == null ? octets : after(new byte[0]).first(MessageBody.IN_MEMORY);
    }

    /// The octets that were added, preceded by `prefix`; valid until this buffer is closed.
    ///
    /// @throws IOException when there is no disk space for it
    MessageBody after(byte[] prefix) throws IOException {
        return after(prefix, 0);
    }

    private MessageBody after(byte[] prefix, int leftOut) throws IOException {
        if (file == null) {
            byte[] whole = Arrays.copyOf(prefix, prefix.length + length - leftOut);
            System.arraycopy(octets, leftOut, whole, prefix.length, length - leftOut);
            return MessageBody.of(whole);
        }
        spill();
        return new InFile(prefix, file, leftOut);
    }

    /// As {@link #after(byte[])}, without the header fields of a name. They are looked for where {@link #header}
    /// looks.
    ///
    /// @throws IOException when the message cannot be read, or there is no disk space for it
    MessageBody after(byte[] prefix, String without) throws IOException {
        byte[] beginning = beginning();
        int header = HeaderCut.length(beginning, file == null ? length : beginning.length);
        byte[] kept = HeaderCut.without(beginning, header, without);
        byte[] whole = Arrays.copyOf(prefix, prefix.length + kept.length);
        System.arraycopy(kept, 0, whole, prefix.length, kept.length);
        return after(whole, header);
    }

    @Override
    public void close() throws IOException {
        taken.addAndGet(FIRST - octets.length);
        if (file != null) {
            file.close();
        }
    }

    /// A message in a file, with its prefix.
    ///
    /// @param leftOut octets at the beginning of the file that do not belong to it
    private record InFile(byte[] prefix, ScratchFile file, int leftOut) implements MessageBody {

        @Override
        public int size() {
            return prefix.length + (int) file.size() - leftOut;
        }

        @Override
        public InputStream read(int from, int to) {
            InputStream before = new ByteArrayInputStream(
                    prefix, Math.min(from, prefix.length), Math.max(0, Math.min(to, prefix.length) - from));
            int first = Math.max(0, from - prefix.length) + leftOut;
            return new SequenceInputStream(before, file.read(first, Math.max(first, to - prefix.length + leftOut)));
        }

        @Override
        public void close() {
            // The buffer closes it.
        }
    }
}
