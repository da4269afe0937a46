package org.danegate.history;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.danegate.event.DeliveryEvent;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/// What the stored figures cost with many active destinations: days in which every destination has deliveries in every
/// five minutes, recorded with a clock of the benchmark. See docs/benchmarks.md.
public final class HistoryBench {

    private HistoryBench() {}

    /// @param args the number of destinations, 10,000 when left out; the number of days, 3; a rest after each
    ///     minute in milliseconds, 0 (H2 frees space in the background, and needs some time for it)
    public static void main(String[] args) throws IOException, InterruptedException {
        int destinations = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        int days = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        long rest = args.length > 2 ? Long.parseLong(args[2]) : 0;
        Path folder = Files.createTempDirectory("danegate-history");
        // H2 uses the space of deleted rows again after 45 seconds, and a day of the benchmark lasts about as long.
        SingleConnectionDataSource database = new SingleConnectionDataSource(
                "jdbc:h2:file:" + folder.resolve("db") + ";RETENTION_TIME=0", "sa", "", true);
        new ResourceDatabasePopulator(
                        new ClassPathResource("db/migration/V150__history.sql"),
                        new ClassPathResource("db/migration/V187__history_by_time_only.sql"))
                .execute(database);
        SliceRows rows = new SliceRows(new JdbcTemplate(database));
        HistoryStore store = new HistoryStore(
                rows, new TransactionTemplate(new DataSourceTransactionManager(database)), Duration.ofDays(90));
        Recording recording = new Recording();
        Instant now = Instant.parse("2026-03-01T00:00:00Z");
        for (int day = 1; day <= days; day++) {
            long events = 0;
            long recordingMillis = 0;
            long processor = processorMillis();
            for (int minute = 0; minute < 1440; minute++) {
                long begin = processorMillis();
                events += minute(recording, now, destinations, minute);
                recordingMillis += processorMillis() - begin;
                now = now.plusSeconds(60);
                store.add(recording.take(now));
                store.keep(now);
                Thread.sleep(rest);
            }
            System.out.printf(
                    Locale.ROOT,
                    "day %d: %,d events, %.2f µs each to record; to store and roll up: %.1f s of processor time a day (%.3f %% of one); disk %,d MiB, heap %,d MiB%n",
                    day,
                    events,
                    recordingMillis * 1000.0 / events,
                    (processorMillis() - processor - recordingMillis) / 1000.0,
                    (processorMillis() - processor - recordingMillis) / 864_000.0,
                    size(folder) >> 20,
                    heap() >> 20);
        }
        chart(rows, Step.HOUR, now, Duration.ofDays(8));
        chart(rows, Step.DAY, now, Duration.ofDays(90));
        new JdbcTemplate(database).execute("shutdown compact");
        database.destroy();
        System.out.printf(Locale.ROOT, "compacted at the end: disk %,d MiB%n", size(folder) >> 20);
        FileSystemUtils.deleteRecursively(folder);
    }

    private static void chart(SliceRows rows, Step step, Instant now, Duration length) {
        List<Long> times = new ArrayList<>();
        int slices = 0;
        for (int i = 0; i < 21; i++) {
            long begin = System.nanoTime();
            slices = rows.byTime(step, "d" + i * 311 + ".example", now.minus(length), now, step.length())
                    .size();
            times.add(System.nanoTime() - begin);
        }
        Collections.sort(times);
        System.out.printf(
                Locale.ROOT,
                "chart of a destination by %s: %d slices, median %.0f ms%n",
                step,
                slices,
                times.get(times.size() / 2) / 1e6);
    }

    /// Each destination has an event of some kind in each five minutes.
    private static long minute(Recording recording, Instant now, int destinations, int minute) {
        long events = 0;
        for (int i = minute % 5; i < destinations; i += 5) {
            String domain = "d" + i + ".example";
            recording.on(new DeliveryEvent.RecipientDelivered(now, 1, 1, 0, domain, "250 ok", Duration.ofMillis(40)));
            recording.level(now, domain, Figure.ACTIVE_RECIPIENTS, i % 7);
            events += 2;
        }
        return events;
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
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
