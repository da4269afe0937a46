package org.danegate.tracking;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.danegate.address.MailAddress;
import org.danegate.event.DeliveryEvent;
import org.danegate.monitor.DaneResult;
import org.springframework.util.FileSystemUtils;

/// What Message Tracking costs to write, and how long searches take. Messages of 30 days, each accepted and delivered
/// (two events), for 10,000 destinations. See docs/benchmarks.md.
public final class TrackingBench {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int DAYS = 30;
    private static final int DESTINATIONS = 10_000;
    private static final int ROUNDS = 20;

    private TrackingBench() {}

    /// @param args the number of messages, 5,000,000 when left out; a folder for the index
    public static void main(String[] args) throws IOException {
        int messages = args.length > 0 ? Integer.parseInt(args[0]) : 5_000_000;
        Path folder = args.length > 1
                ? Files.createDirectories(Path.of(args[1]))
                : Files.createTempDirectory("danegate-tracking");
        TrackingStore store = new TrackingStore(folder, 400, Long.MAX_VALUE);
        TrackingReader reader = new TrackingReader(store);
        write(reader, store, messages);
        FileStore disk = Files.getFileStore(folder);
        System.out.printf(
                Locale.ROOT,
                "on disk: %,d MiB, %d octets a message (%s)%n",
                size(folder) >> 20,
                size(folder) / messages,
                disk.type());
        search(new Tracking(store, reader), messages);
        store.close();
        FileSystemUtils.deleteRecursively(folder);
    }

    private static void write(TrackingReader reader, TrackingStore store, int messages) throws IOException {
        Random random = new Random(1);
        InetAddress host = InetAddress.getByName("192.0.2.7");
        long step = Duration.ofDays(DAYS).toMillis() / messages;
        long processor = processorMillis();
        long began = System.nanoTime();
        for (int mid = 1; mid <= messages; mid++) {
            Instant at = BEGIN.plusMillis(mid * step);
            String domain = "d" + random.nextInt(DESTINATIONS) + ".example";
            message(reader, at, mid, "r" + random.nextInt(1_000_000) + "@" + domain, random);
            if (mid % 50 == 1) {
                reader.on(new DeliveryEvent.ConnectionOpened(at, mid / 50, domain, "mx." + domain, host, host, 25));
                reader.on(new DeliveryEvent.TlsSucceeded(
                        at, mid / 50, domain, "mx." + domain, "TLSv1.3", "TLS_AES_256_GCM_SHA384", mid % 3 == 0));
            }
            reader.on(new DeliveryEvent.RecipientDelivered(
                    at.plusMillis(40),
                    mid / 50,
                    mid,
                    0,
                    domain,
                    "250 2.0.0 Ok: queued as 4F" + mid,
                    Duration.ofMillis(40)));
            reader.on(new DeliveryEvent.MessageFinished(at.plusMillis(40), mid));
            if (mid % 30_000 == 0) {
                reader.flush(at);
                store.commit(at);
            }
        }
        reader.flush();
        store.commit(BEGIN);
        System.out.printf(
                Locale.ROOT,
                "%,d messages written in %d s, %.1f µs of processor time a message%n",
                messages,
                Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                (processorMillis() - processor) * 1000.0 / messages);
    }

    private static void message(TrackingReader reader, Instant at, int mid, String to, Random random) {
        String from = "user" + random.nextInt(5000) + "@sender.example";
        reader.on(new DeliveryEvent.MessageStarted(at, mid, 1, from));
        reader.on(new DeliveryEvent.RecipientAdded(at, mid, 1, 0, MailAddress.parse(to)));
        reader.on(new DeliveryEvent.MessageQueued(
                at,
                mid,
                1,
                from,
                2048,
                "<" + mid + ".x@sender.example>",
                "Invoice " + mid + " for order " + random.nextInt(100_000)));
    }

    private static void search(Tracking tracking, int messages) {
        Map<String, TrackingQuery> queries = new LinkedHashMap<>();
        queries.put("all, newest 100", query("", "", "", 0, "", "", null, null));
        queries.put("one MID", query("", "", "", messages / 3, "", "", null, null));
        queries.put("one Message-ID", query("", "", "", 0, messages / 2 + ".x@sender.example", "", null, null));
        queries.put("one sender", query("user77@sender.example", "", "", 0, "", "", null, null));
        queries.put("beginning of a recipient", query("", "r1234", "", 0, "", "", null, null));
        queries.put("one destination", query("", "", "", 0, "", "d77.example", null, null));
        queries.put("word of every subject", query("", "", "invoice", 0, "", "", null, null));
        queries.put("a number in the subject", query("", "", "" + messages / 4, 0, "", "", null, null));
        queries.put("delivered by DANE", query("", "", "", 0, "", "", TrackedEvent.Kind.DELIVERED, DaneResult.SUCCESS));
        queries.put("expired (none)", query("", "", "", 0, "", "", TrackedEvent.Kind.EXPIRED, null));
        queries.forEach((name, query) -> {
            long first = System.nanoTime();
            int found = tracking.search(query).messages().size();
            first = System.nanoTime() - first;
            List<Long> times = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                long begin = System.nanoTime();
                tracking.search(query);
                times.add(System.nanoTime() - begin);
            }
            Collections.sort(times);
            System.out.printf(
                    Locale.ROOT,
                    "%-26s %4d found, first %7.1f ms, median %7.1f ms, worst %7.1f ms%n",
                    name,
                    found,
                    first / 1e6,
                    times.get(ROUNDS / 2) / 1e6,
                    times.getLast() / 1e6);
        });
        long begin = System.nanoTime();
        tracking.story(messages / 3).orElseThrow();
        System.out.printf(Locale.ROOT, "the story of a message: %.1f ms%n", (System.nanoTime() - begin) / 1e6);
    }

    private static TrackingQuery query(
            String sender,
            String recipient,
            String subject,
            long mid,
            String messageId,
            String destination,
            TrackedEvent.Kind outcome,
            DaneResult dane) {
        return new TrackingQuery(
                sender,
                recipient,
                subject,
                mid,
                messageId,
                destination,
                outcome,
                dane,
                BEGIN,
                BEGIN.plus(Duration.ofDays(DAYS + 1)),
                100,
                null);
    }

    private static long processorMillis() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1_000_000;
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
