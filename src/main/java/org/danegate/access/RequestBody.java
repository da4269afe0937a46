package org.danegate.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.springframework.http.HttpStatus;

/// Counts the body of a request as it comes from the network. Reading beyond its bound fails with
/// {@link InvalidParameterException}, which becomes 413.
final class RequestBody implements InputBuffer {

    private final InputBuffer network;
    private volatile long most;
    private volatile long octets;
    private volatile boolean waitedFor;

    /// @param most octets that may be read
    RequestBody(InputBuffer network, long most) {
        this.network = network;
        this.most = most;
    }

    /// Octets that have arrived.
    long octets() {
        return octets;
    }

    /// Octets that may be read.
    long most() {
        return most;
    }

    /// Whether a reader waits and nothing has arrived yet.
    boolean isWaitedFor() {
        return waitedFor;
    }

    void allow(long octetsFromNowOn) {
        most = octetsFromNowOn;
    }

    InputBuffer network() {
        return network;
    }

    @Override
    public int doRead(ApplicationBufferHandler into) throws IOException {
        int read = next(into);
        if (octets > most) {
            throw new InvalidParameterException(
                    "The body is larger than " + most + " octets.", HttpStatus.CONTENT_TOO_LARGE.value());
        }
        return read;
    }

    private int next(ApplicationBufferHandler into) throws IOException {
        waitedFor = true;
        try {
            int read = network.doRead(into);
            // Only this thread writes it; others read.
            long all = octets + Math.max(0, read);
            octets = all;
            return read;
        } finally {
            waitedFor = false;
        }
    }

    /// Reads and discards the rest.
    ///
    /// @param limit most octets to read, including those read before
    void drop(long limit) throws IOException {
        Dropped dropped = new Dropped();
        int read = 0;
        while (read >= 0 && octets <= limit) {
            read = next(dropped);
        }
    }

    /// Takes what was read and discards it. Tomcat removes the octets of the next request from the buffer that it
    /// handed over, so the buffer is kept until the next one arrives.
    private static final class Dropped implements ApplicationBufferHandler {

        private ByteBuffer buffer = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer read) {
            buffer = read;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {
            // Nothing is kept.
        }
    }

    @Override
    public int available() {
        return network.available();
    }
}
