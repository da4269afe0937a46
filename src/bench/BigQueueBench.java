import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.danegate.address.MailAddress;
import org.danegate.event.Lane;
import org.danegate.queue.Envelope;
import org.danegate.queue.NewMessage;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.Settlement;
import org.danegate.queue.embedded.EmbeddedMessageQueue;

/// A queue with many messages for a dead destination: heap per message, time to reopen the queue, and how long a
/// message for another destination waits meanwhile (accept, lease, settle). Each message has one recipient.
/// Usage: see docs/benchmarks.md; give the virtual machine `-Xmx1g`.
public class BigQueueBench {

    private static final int PROBES = 2000;

    public static void main(String[] args) throws Exception {
        int messages = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int size = args.length > 1 ? Integer.parseInt(args[1]) : 4096;
        Path folder = Files.createTempDirectory(Path.of(""), "big-queue");
        try {
            run(folder, messages, size);
        } finally {
            delete(folder);
        }
    }

    private static void run(Path folder, int messages, int size) throws Exception {
        long empty = heap();
        EmbeddedMessageQueue queue = open(folder);
        System.out.printf("other destination, queue empty: %s%n", probe(queue));
        long start = System.nanoTime();
        fill(queue, messages, size);
        double seconds = seconds(start);
        System.out.printf(
                "%,d messages of %d octets accepted in %.0f s (%,.0f/s)%n",
                messages, size, seconds, messages / seconds);
        long full = heap();
        System.out.printf(
                "heap: %,d MiB, %d octets a message; most allowed %,d MiB%n",
                full >> 20, (full - empty) / messages, Runtime.getRuntime().maxMemory() >> 20);
        System.out.printf("other destination, queue full: %s%n", probe(queue));
        start = System.nanoTime();
        queue.defer("dead.example", new Lane(true, ""), Instant.now().plusSeconds(3600), "connection refused");
        System.out.printf("a failed attempt that all share: %.2f ms%n", seconds(start) * 1000);
        System.out.printf("other destination, dead one deferred: %s%n", probe(queue));
        queue.close();
        queue = null;
        System.gc();
        start = System.nanoTime();
        queue = open(folder);
        System.out.printf(
                "opened again in %.1f s with %,d recipients, damage %s%n",
                seconds(start), queue.backlog("dead.example").activeRecipients(), queue.damage());
        System.out.printf("heap after opening: %,d MiB%n", heap() >> 20);
        System.out.printf("other destination, queue opened again: %s%n", probe(queue));
        queue.close();
    }

    private static EmbeddedMessageQueue open(Path folder) throws IOException {
        return new EmbeddedMessageQueue(folder, InstantSource.system(), EmbeddedMessageQueue.Settings.defaults());
    }

    private static void fill(EmbeddedMessageQueue queue, int messages, int size) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(messages);
        List<Thread> senders = new ArrayList<>();
        for (int s = 0; s < 64; s++) {
            senders.add(Thread.ofVirtual().start(() -> {
                for (int n = left.getAndDecrement(); n > 0; n = left.getAndDecrement()) {
                    accept(queue, "user" + n + "@dead.example", size);
                }
            }));
        }
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private static void accept(EmbeddedMessageQueue queue, String recipient, int size) {
        byte[] body = new byte[size];
        Arrays.fill(body, (byte) 'x');
        // Each message has its own strings, as when they come over the wire.
        String sender =
                new String(("bounce-" + recipient).getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
        try {
            queue.accept(new NewMessage(
                    queue.nextMid(),
                    new Envelope(sender, true, false, false, "", "", "In"),
                    List.of(new NewMessage.Recipient(MailAddress.parse(recipient), "", "")),
                    body,
                    Instant.now()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Sends one message after another to another destination.
    private static String probe(EmbeddedMessageQueue queue) throws Exception {
        long[] took = new long[PROBES];
        for (int i = 0; i < PROBES; i++) {
            long start = System.nanoTime();
            accept(queue, "a@alive.example", 1024);
            for (QueuedDelivery lease : queue.lease("alive.example", 10, Instant.now())) {
                queue.settle(lease, List.of(new Settlement.Done(0)));
            }
            took[i] = System.nanoTime() - start;
        }
        Arrays.sort(took);
        return String.format(
                "p50 %.2f ms, p99 %.2f ms, longest %.1f ms",
                took[PROBES / 2] / 1e6, took[PROBES * 99 / 100] / 1e6, took[PROBES - 1] / 1e6);
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static double seconds(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
