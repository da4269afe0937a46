import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that accepts mail at a limited rate.
final class Receivers implements AutoCloseable {

    private final ServerSocket server;
    private final int rate;
    final AtomicInteger messages = new AtomicInteger();
    final CountDownLatch reached;

    /// @param rate octets a second that it reads of a message; 0 for none, and no answer to DATA's end
    /// @param reached how many conversations should reach a message
    Receivers(int port, int rate, int reached) throws IOException {
        this.reached = new CountDownLatch(reached);
        this.server = new ServerSocket(port, 1000, InetAddress.getLoopbackAddress());
        this.rate = rate;
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> converse(socket));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private void converse(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            say(out, "220 receiver");
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c != '\n') {
                    line.append((char) c);
                    continue;
                }
                String command = line.toString().strip().toUpperCase();
                line.setLength(0);
                if (command.startsWith("DATA")) {
                    say(out, "354 go on");
                    data(in);
                    messages.incrementAndGet();
                }
                say(out, command.startsWith("QUIT") ? "221 bye" : "250 ok");
                if (command.startsWith("QUIT")) {
                    return;
                }
            }
        } catch (IOException | InterruptedException gone) {
            return;
        }
    }

    private void data(InputStream in) throws IOException, InterruptedException {
        reached.countDown();
        byte[] some = new byte[16 << 10];
        String end = "";
        long start = System.nanoTime();
        long taken = 0;
        while (!end.endsWith("\r\n.\r\n")) {
            if (rate == 0) {
                TimeUnit.MINUTES.sleep(10);
            }
            int n = in.read(some);
            if (n < 0) {
                throw new IOException("cut off");
            }
            taken += n;
            String tail = end + new String(some, Math.max(0, n - 5), Math.min(n, 5), StandardCharsets.ISO_8859_1);
            end = tail.substring(Math.max(0, tail.length() - 5));
            long due = taken * 1000 / rate - (System.nanoTime() - start) / 1_000_000;
            if (due > 0) {
                TimeUnit.MILLISECONDS.sleep(due);
            }
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
