package beside;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Sends messages of 4 KiB with one recipient each: as many as a number of connections can, or at an even pace.
final class Source {

    private static final int BODY_LINES = 50;

    private final String host;
    private final int port;
    private final int run;
    private final IntFunction<String> domain;

    /// @param domain of the recipient of message n
    Source(String host, int port, int run, IntFunction<String> domain) {
        this.host = host;
        this.port = port;
        this.run = run;
        this.domain = domain;
    }

    /// Sends all and returns when the last one is accepted.
    ///
    /// @throws IOException when one is not accepted
    void flood(int messages, int connections) throws IOException, InterruptedException {
        flood(IntStream.range(0, messages).toArray(), connections);
    }

    /// Sends the messages with these numbers, in this order.
    void flood(int[] numbers, int connections) throws IOException, InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Exception> failed = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int c = 0; c < connections; c++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try (Connection connection = new Connection()) {
                    for (int n = next.getAndIncrement(); n < numbers.length; n = next.getAndIncrement()) {
                        connection.send(numbers[n]);
                    }
                } catch (IOException e) {
                    failed.set(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failed.get() != null) {
            throw new IOException("a message was not accepted", failed.get());
        }
    }

    /// Sends at that pace until the caller ends it. A message that waits for its acceptance does not hold up the
    /// next one: that one takes another connection.
    ///
    /// @return how many were sent
    int pace(int perSecond, int most, java.util.function.BooleanSupplier go) throws InterruptedException {
        ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
        List<Thread> threads = new ArrayList<>();
        long start = System.nanoTime();
        int n = 0;
        for (; n < most && go.getAsBoolean(); n++) {
            Wait.until(start + n * 1_000_000_000L / perSecond);
            int number = n;
            threads.add(Thread.ofVirtual().start(() -> one(idle, number)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (Connection connection : idle) {
            connection.close();
        }
        return n;
    }

    private void one(ConcurrentLinkedDeque<Connection> idle, int number) {
        try {
            Connection free = idle.pollFirst();
            Connection connection = free == null ? new Connection() : free;
            connection.send(number);
            idle.addFirst(connection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Connection implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final byte[] buffer = new byte[4096];
        private final byte[] message = (Mark.text(run, 0, 0)
                        + "From: a@source.test\r\nSubject: benchmark\r\n\r\n"
                        + ("x".repeat(78) + "\r\n").repeat(BODY_LINES) + ".\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        private int at;
        private int end;

        Connection() throws IOException {
            socket = new Socket(host, port);
            socket.setTcpNoDelay(true);
            in = socket.getInputStream();
            out = socket.getOutputStream();
            expect('2');
            say("EHLO source.test\r\n");
            expect('2');
        }

        void send(int number) throws IOException {
            long submitted = System.nanoTime();
            say("MAIL FROM:<a@source.test>\r\nRCPT TO:<b@" + domain.apply(number) + ">\r\nDATA\r\n");
            expect('2');
            expect('2');
            expect('3');
            Mark.put(message, number, submitted);
            out.write(message);
            expect('2');
        }

        private void say(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }

        private void expect(char first) throws IOException {
            StringBuilder line = new StringBuilder();
            do {
                line.setLength(0);
                for (int b = read(); b != '\n'; b = read()) {
                    line.append((char) b);
                }
            } while (line.length() > 3 && line.charAt(3) == '-');
            if (line.charAt(0) != first) {
                throw new IOException("answer: " + line);
            }
        }

        private int read() throws IOException {
            if (at == end) {
                at = 0;
                end = in.read(buffer);
                if (end < 1) {
                    end = 0;
                    throw new IOException("closed");
                }
            }
            return buffer[at++];
        }

        @Override
        public void close() {
            try (socket) {
                say("QUIT\r\n");
                expect('2');
            } catch (IOException e) {
                // All messages are accepted: how the connection ends does not matter.
                return;
            }
        }
    }
}
