package beside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What was measured, as Markdown on standard output: single rows as they come, the table at the end.
final class Report {

    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final List<SinkControl.Latency> postfixLatency = new ArrayList<>();
    private final List<SinkControl.Latency> danegateLatency = new ArrayList<>();
    private final Map<DeadHost, List<DeadHost.Outcome>> postfixDead = new EnumMap<>(DeadHost.class);
    private final Map<DeadHost, List<DeadHost.Outcome>> danegateDead = new EnumMap<>(DeadHost.class);

    void say(String text, Object... values) {
        System.out.println(values.length == 0 ? text : text.formatted(values));
    }

    void machine() throws IOException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .orElse("?: unknown");
        say(
                "Machine: %d cores,%s; Linux %s; Java %s; load before %s",
                Runtime.getRuntime().availableProcessors(),
                processor.substring(processor.indexOf(':') + 1),
                System.getProperty("os.version"),
                Runtime.version(),
                Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    void limits(Limits limits) {
        say(
                "Limits: %.0f forces/s of 4 KiB to disk, one after the other; %.0f TLS handshakes/s full, %.0f resumed (a Java client"
                        + " and the sink, %d at once); source directly to sink %.0f messages/s",
                limits.forces(), limits.full(), limits.resumed(), Limits.AT_ONCE, limits.sinkClear());
    }

    Row row(Throughput one) {
        return rows.computeIfAbsent(one.name(), name -> new Row(one));
    }

    void forcesAtTheEnd(double forces) {
        say("forces/s at the end: %.0f", forces);
    }

    void latency(boolean own, SinkControl.Latency latency, Shares shares) {
        say(
                "latency, %s: %s; processors: %s",
                own ? "Danegate" : "Postfix", latencies(List.of(latency)), shares.text());
        (own ? danegateLatency : postfixLatency).add(latency);
    }

    void first(long memory, Throughput.Sample sample) {
        say("first 10,000 messages, PSS %d MiB when it was ready:", memory >> 20);
        Row.print("Danegate", sample);
    }

    void dead(DeadHost dead, boolean own, DeadHost.Outcome outcome) {
        (own ? danegateDead : postfixDead)
                .computeIfAbsent(dead, key -> new ArrayList<>())
                .add(outcome);
        say(
                "%s, %s: loaded in %.0f s, PSS %d MiB; healthy host during the load %s, afterwards %s; processors: %s",
                dead.caseName(),
                own ? "Danegate" : "Postfix",
                outcome.loadSeconds(),
                outcome.memory() >> 20,
                latencies(List.of(outcome.load())),
                latencies(List.of(outcome.after())),
                outcome.shares().text());
    }

    private static String latencies(List<SinkControl.Latency> all) {
        return all.isEmpty()
                ? "-"
                : "p50 %.1f ms p99 %.1f ms max %.1f ms (%d messages, %d runs)"
                        .formatted(
                                median(all, SinkControl.Latency::p50) / 1e6,
                                median(all, SinkControl.Latency::p99) / 1e6,
                                median(all, SinkControl.Latency::max) / 1e6,
                                all.getFirst().count(),
                                all.size());
    }

    private static double median(
            List<SinkControl.Latency> all, java.util.function.ToLongFunction<SinkControl.Latency> of) {
        long[] sorted = all.stream().mapToLong(of).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    void print(Limits limits) {
        say("");
        say(
                "| case | Postfix | Danegate | ratio | goal | | Postfix CPU s per 1,000 | Danegate | ratio | goal | | Postfix PSS MiB | Danegate | binds in Danegate's run |");
        say("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        rows.values().forEach(row -> say(row.line(limits)));
        ownStartTls("dane-reused", "tls-reused");
        ownStartTls("dane-reused-quickack", "tls-reused-quickack");
        ownStartTls("dane-single", "tls-single");
        for (DeadHost dead : DeadHost.values()) {
            List<DeadHost.Outcome> own = danegateDead.getOrDefault(dead, List.of());
            if (!own.isEmpty()) {
                List<DeadHost.Outcome> peer = postfixDead.getOrDefault(dead, List.of());
                String title = "healthy host, dead one " + dead.name().toLowerCase(Locale.ROOT);
                deadLine(
                        title + ", during the load, p99",
                        peer.stream().map(DeadHost.Outcome::load).toList(),
                        own.stream().map(DeadHost.Outcome::load).toList());
                deadLine(
                        title + ", afterwards, p99",
                        peer.stream().map(DeadHost.Outcome::after).toList(),
                        own.stream().map(DeadHost.Outcome::after).toList());
            }
        }
        if (!danegateLatency.isEmpty()) {
            latencyLine("submission to delivery at 20/s, p50", SinkControl.Latency::p50);
            latencyLine("submission to delivery at 20/s, p99", SinkControl.Latency::p99);
        }
    }

    private void deadLine(String title, List<SinkControl.Latency> peer, List<SinkControl.Latency> own) {
        double danegate = median(own, SinkControl.Latency::p99) / 1e6;
        say(
                "| %s | %.1f ms | %.1f ms | | ≤ 20 ms | %s | | | | | | | | |",
                title, median(peer, SinkControl.Latency::p99) / 1e6, danegate, met(danegate <= 20));
    }

    private void latencyLine(String title, java.util.function.ToLongFunction<SinkControl.Latency> of) {
        double postfix = median(postfixLatency, of) / 1e6;
        double danegate = median(danegateLatency, of) / 1e6;
        say(
                "| %s | %.2f ms | %.2f ms | %.2f | ≤ 1 | %s | | | | | | | | |",
                title, postfix, danegate, danegate / postfix, met(danegate <= postfix));
    }

    private void ownStartTls(String dane, String tls) {
        if (rows.containsKey(dane) && rows.containsKey(tls)) {
            double ratio = Row.median(rows.get(dane).danegate).rate()
                    / Row.median(rows.get(tls).danegate).rate();
            say(
                    "| %s beside Danegate's own %s | | | %.2f | ≥ 0.9 | %s | | | | | | | | |",
                    dane, tls, ratio, met(ratio >= 0.9));
        }
    }

    private static String met(boolean met) {
        return met ? "met" : "**not met**";
    }

    /// One case: all its runs.
    static final class Row {
        private final Throughput one;
        private final Map<String, List<Throughput.Sample>> postfix = new LinkedHashMap<>();
        private final List<Throughput.Sample> danegate = new ArrayList<>();

        private Row(Throughput one) {
            this.one = one;
        }

        void postfix(String way, Throughput.Sample sample) {
            postfix.computeIfAbsent(way, key -> new ArrayList<>()).add(sample);
        }

        void danegate(Throughput.Sample sample) {
            danegate.add(sample);
        }

        void printNow() {
            System.out.println(one.name() + ":");
            postfix.forEach((way, samples) -> samples.forEach(sample -> print("Postfix, " + way, sample)));
            danegate.forEach(sample -> print("Danegate", sample));
        }

        private static void print(String who, Throughput.Sample s) {
            System.out.printf(
                    Locale.ROOT,
                    "  %s: %.0f/s, %.2f CPU s per 1,000, PSS %d MiB; processors: %s; %d connections, %d handshakes (%d resumed)%s%n",
                    who,
                    s.rate(),
                    s.cpu(),
                    s.memory() >> 20,
                    s.shares().text(),
                    s.connections(),
                    s.handshakes(),
                    s.resumed(),
                    s.duplicates() == 0 ? "" : ", twice: " + s.duplicates());
        }

        /// The run with the median rate.
        private static Throughput.Sample median(List<Throughput.Sample> samples) {
            return samples.stream()
                    .sorted(Comparator.comparingDouble(Throughput.Sample::rate))
                    .toList()
                    .get(samples.size() / 2);
        }

        private static double cpu(List<Throughput.Sample> samples) {
            double[] sorted = samples.stream()
                    .mapToDouble(Throughput.Sample::cpu)
                    .sorted()
                    .toArray();
            return sorted[sorted.length / 2];
        }

        /// The most of all runs, MiB.
        private static long memory(List<Throughput.Sample> samples) {
            return samples.stream().mapToLong(Throughput.Sample::memory).max().orElse(0) >> 20;
        }

        private String line(Limits limits) {
            Throughput.Sample own = median(danegate);
            String title = one.title();
            if (postfix.isEmpty()) {
                return "| %s | - | %.0f/s | | | | | %.2f | | | | - | %d | %s |"
                        .formatted(title, own.rate(), cpu(danegate), memory(danegate), binds(own, limits));
            }
            Map.Entry<String, List<Throughput.Sample>> best = postfix.entrySet().stream()
                    .max(Comparator.comparingDouble(
                            entry -> median(entry.getValue()).rate()))
                    .orElseThrow();
            double rate = own.rate() / median(best.getValue()).rate();
            double cpu = cpu(danegate) / cpu(best.getValue());
            return "| %s | %.0f/s%s | %.0f/s | %.2f | %s | %.2f | %.2f | %.2f | %s | %d | %d | %s |"
                    .formatted(
                            title,
                            median(best.getValue()).rate(),
                            postfix.size() > 1 ? " (" + best.getKey() + ")" : "",
                            own.rate(),
                            rate,
                            one.rateGoal() == 0
                                    ? " | "
                                    : "≥ %.0f | %s".formatted(one.rateGoal(), met(rate >= one.rateGoal())),
                            cpu(best.getValue()),
                            cpu(danegate),
                            cpu,
                            one.cpuGoal() == 0
                                    ? " | "
                                    : "≤ %.2f | %s".formatted(one.cpuGoal(), met(cpu <= one.cpuGoal())),
                            memory(best.getValue()),
                            memory(danegate),
                            binds(own, limits));
        }

        /// Which limit of the machine stops the gateway from being faster.
        private static String binds(Throughput.Sample s, Limits limits) {
            String limit;
            if (s.shares().busy() >= 0.9) {
                limit = "processor";
            } else if (s.rate() >= 0.8 * limits.sinkClear()) {
                limit = "source and sink";
            } else if (s.handshakes() > s.connections() * 9 / 10
                    && s.rate() >= 0.8 * limits.full()
                    && s.handshakes() > 1000) {
                limit = "handshakes";
            } else if (s.shares().waiting() >= 0.25) {
                limit = "disk";
            } else {
                limit = "none: waits";
            }
            return limit + " (" + s.shares().text() + ")";
        }
    }
}
