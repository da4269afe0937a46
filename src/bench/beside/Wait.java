package beside;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Waiting for others, always with a bound.
final class Wait {

    private static final long START_SECONDS = 120;

    private Wait() {}

    static void millis(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        until(until);
    }

    /// Until that [System#nanoTime()].
    static void until(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /// A connection to a local socket that a process is about to open.
    static SocketChannel connect(Path place, Process process) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                return SocketChannel.open(UnixDomainSocketAddress.of(place));
            } catch (IOException e) {
                millis(100);
            }
        }
        throw new IOException("nobody listens at " + place);
    }

    /// A connection to a port that a process is about to open.
    static Socket connect(String address, int port, Process process) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < end && process.isAlive()) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), 1000);
                return socket;
            } catch (IOException e) {
                socket.close();
                millis(100);
            }
        }
        throw new IOException("nobody listens at " + address + ":" + port);
    }
}
