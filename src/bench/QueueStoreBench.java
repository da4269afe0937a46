import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.danegate.address.MailAddress;
import org.danegate.queue.Envelope;
import org.danegate.queue.NewMessage;
import org.danegate.queue.embedded.EmbeddedMessageQueue;

/// Accepts per second of several stores: messages of 4 KiB with one recipient, from 1, 8 and 64 senders that each wait
/// for the end of one accept before the next. No message is removed. Every measurement has a new store in a new folder
/// of the working directory, so that it uses a real disk; the stores take turns within each round.
/// Usage: see docs/benchmarks.md.
public class QueueStoreBench {

    private static final int SIZE = 4096;
    private static final int[] SENDERS = {1, 8, 64};

    /// Accepts a message; when this returns it is stored as the store's name says.
    interface Store extends AutoCloseable {
        /// What one sender thread does for each message.
        Accept sender() throws Exception;

        @Override
        void close() throws Exception;
    }

    @FunctionalInterface
    interface Accept {
        void accept(long number, byte[] body) throws Exception;
    }

    @FunctionalInterface
    interface Opening {
        Store open(Path folder) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 2;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        Map<String, Opening> stores = new LinkedHashMap<>();
        stores.put("Danegate's log", Log::new);
        stores.put("file, fsync, rename, folder fsync", Spool::new);
        stores.put("H2, commit and CHECKPOINT SYNC", folder -> new H2(folder, true));
        stores.put("H2, commit alone (not durable)", folder -> new H2(folder, false));
        if (args.length > 2) {
            stores.keySet().removeIf(name -> !name.contains(args[2]));
        }
        Path root = Files.createTempDirectory(Path.of("").toAbsolutePath(), ".queue-bench");
        try {
            System.out.printf(
                    "%d processors; write and fsync of 4 KiB alone: median %.0f microseconds%n",
                    Runtime.getRuntime().availableProcessors(), syncMicros(root));
            Map<String, List<Double>> rates = new LinkedHashMap<>();
            // Round 0 is a warm-up and does not count.
            for (int round = 0; round <= rounds; round++) {
                List<String> order = new ArrayList<>(stores.keySet());
                Collections.rotate(order, round);
                for (int senders : SENDERS) {
                    for (String name : order) {
                        double rate = measure(root.resolve("store"), stores.get(name), senders, seconds);
                        if (round > 0) {
                            rates.computeIfAbsent(name + "|" + senders, k -> new ArrayList<>())
                                    .add(rate);
                        }
                    }
                }
            }
            for (String name : stores.keySet()) {
                for (int senders : SENDERS) {
                    double[] all = rates.get(name + "|" + senders).stream()
                            .mapToDouble(d -> d)
                            .sorted()
                            .toArray();
                    System.out.printf(
                            "%-36s %2d senders: median %,7.0f/s  (%,.0f to %,.0f)%n",
                            name, senders, all[all.length / 2], all[0], all[all.length - 1]);
                }
            }
        } finally {
            delete(root);
        }
    }

    private static double measure(Path folder, Opening opening, int senders, int seconds) throws Exception {
        Files.createDirectories(folder);
        byte[] body = new byte[SIZE];
        new Random(1).nextBytes(body);
        AtomicLong accepted = new AtomicLong();
        AtomicLong numbers = new AtomicLong();
        List<Exception> faults = Collections.synchronizedList(new ArrayList<>());
        long took;
        try (Store store = opening.open(folder)) {
            CountDownLatch start = new CountDownLatch(1);
            long[] end = new long[1];
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                Accept sender = store.sender();
                threads.add(Thread.ofPlatform().start(() -> {
                    try {
                        start.await();
                        while (System.nanoTime() < end[0]) {
                            sender.accept(numbers.incrementAndGet(), body);
                            accepted.incrementAndGet();
                        }
                    } catch (Exception e) {
                        faults.add(e);
                    }
                }));
            }
            long begun = System.nanoTime();
            end[0] = begun + seconds * 1_000_000_000L;
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            took = System.nanoTime() - begun;
        }
        delete(folder);
        if (!faults.isEmpty()) {
            throw faults.getFirst();
        }
        return accepted.get() * 1e9 / took;
    }

    /// The product's own store.
    private static final class Log implements Store {

        private static final Envelope ENVELOPE =
                new Envelope("sender@source.example", true, false, false, "", "", "OutgoingMail");
        private final EmbeddedMessageQueue queue;

        Log(Path folder) throws IOException {
            queue = new EmbeddedMessageQueue(folder, InstantSource.system(), EmbeddedMessageQueue.Settings.defaults());
        }

        @Override
        public Accept sender() {
            List<NewMessage.Recipient> to =
                    List.of(new NewMessage.Recipient(MailAddress.parse("you@target.example"), "", ""));
            return (number, body) -> queue.accept(new NewMessage(queue.nextMid(), ENVELOPE, to, body, Instant.now()));
        }

        @Override
        public void close() {
            queue.close();
        }
    }

    /// The classic spool: a temporary file, forced, renamed, and the folder forced so that the name is there too.
    private static final class Spool implements Store {

        private final Path folder;
        private final FileChannel directory;

        Spool(Path folder) throws IOException {
            this.folder = folder;
            this.directory = FileChannel.open(folder, StandardOpenOption.READ);
        }

        @Override
        public Accept sender() {
            return (number, body) -> {
                Path temporary = folder.resolve("t" + number);
                try (FileChannel out =
                        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    ByteBuffer octets = ByteBuffer.wrap(body);
                    while (octets.hasRemaining()) {
                        out.write(octets);
                    }
                    out.force(true);
                }
                Files.move(temporary, folder.resolve("m" + number), StandardCopyOption.ATOMIC_MOVE);
                directory.force(true);
            };
        }

        @Override
        public void close() throws IOException {
            directory.close();
        }
    }

    /// One transaction a message; each sender has its own connection.
    private static final class H2 implements Store {

        private final String url;
        private final boolean force;
        private final List<Connection> connections = new ArrayList<>();

        H2(Path folder, boolean force) throws Exception {
            this.url = "jdbc:h2:file:" + folder.resolve("queue") + ";WRITE_DELAY=0";
            this.force = force;
            try (Statement statement = connect().createStatement()) {
                statement.execute("CREATE TABLE queue (mid BIGINT PRIMARY KEY, sender VARCHAR(320),"
                        + " recipient VARCHAR(320), body VARBINARY(1000000))");
            }
        }

        private Connection connect() throws Exception {
            Connection connection = DriverManager.getConnection(url, "sa", "");
            connection.setAutoCommit(false);
            connections.add(connection);
            return connection;
        }

        @Override
        public Accept sender() throws Exception {
            Connection connection = connect();
            PreparedStatement insert = connection.prepareStatement("INSERT INTO queue VALUES (?, ?, ?, ?)");
            Statement checkpoint = connection.createStatement();
            return (number, body) -> {
                insert.setLong(1, number);
                insert.setString(2, "sender@source.example");
                insert.setString(3, "you@target.example");
                insert.setBytes(4, body);
                insert.executeUpdate();
                connection.commit();
                if (force) {
                    checkpoint.execute("CHECKPOINT SYNC");
                }
            };
        }

        @Override
        public void close() throws Exception {
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    private static double syncMicros(Path root) throws IOException {
        Path file = root.resolve("probe");
        double[] micros = new double[500];
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int i = 0; i < micros.length; i++) {
                long start = System.nanoTime();
                out.write(ByteBuffer.allocate(SIZE));
                out.force(false);
                micros[i] = (System.nanoTime() - start) / 1e3;
            }
        }
        Arrays.sort(micros);
        return micros[micros.length / 2];
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
