import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.danegate.practice.PracticeNetwork;

/// How long `bin/danegate` takes as a whole process, from its start to its end: `help`, and `daneverify` of a domain of
/// the practice network that runs in this process. Each is measured without a place for a prepared copy of the classes,
/// and with the copy that an earlier run left. The cases take turns within each round, so that all see the same
/// machine. The limit that scripts rely on is two seconds.
/// Usage: `java -cp target/bench/danegate.jar src/bench/CommandBench.java [rounds]`
public class CommandBench {

    private static final long LIMIT_MILLIS = 2000;

    private record Case(String name, String cache, List<String> words) {}

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9;
        Path folder = Files.createTempDirectory("danegate-commands");
        try (PracticeNetwork network = PracticeNetwork.start()) {
            Path anchor = folder.resolve("root.anchor");
            network.writeTrustAnchor(anchor);
            List<String> verify = List.of(
                    "daneverify",
                    "--resolver",
                    "127.0.0.1:" + network.resolver().getPort(),
                    "--trust-anchor",
                    anchor.toString(),
                    "--port",
                    String.valueOf(network.deliveryPort()),
                    "ok.practice");
            Path kept = folder.resolve("cache");
            List<Case> cases = List.of(
                    new Case("help, nothing kept", "/dev/null/none", List.of("help")),
                    new Case("help, prepared", kept.toString(), List.of("help")),
                    new Case("daneverify, nothing kept", "/dev/null/none", verify),
                    new Case("daneverify, prepared", kept.toString(), verify));
            prepare(cases.getLast(), kept);
            Map<Case, List<Long>> times = new LinkedHashMap<>();
            for (int round = 0; round < rounds; round++) {
                for (Case one : cases) {
                    times.computeIfAbsent(one, none -> new ArrayList<>()).add(millis(one));
                }
            }
            times.forEach(CommandBench::print);
        } finally {
            delete(folder);
        }
    }

    /// Runs the command once, and waits for the copy that the first run makes in the background.
    private static void prepare(Case one, Path kept) throws Exception {
        millis(one);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (System.nanoTime() < end) {
            try (Stream<Path> all = Files.exists(kept) ? Files.walk(kept) : Stream.<Path>empty()) {
                if (all.anyMatch(file -> file.endsWith("classes.jsa"))) {
                    return;
                }
            } catch (java.io.UncheckedIOException changing) {
                // The copy is being moved into its place.
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
        throw new IOException("no prepared copy in " + kept + " after two minutes");
    }

    private static long millis(Case one) throws Exception {
        List<String> command = new ArrayList<>(List.of("bin/danegate"));
        command.addAll(one.words());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(new File("/dev/null"));
        builder.environment().put("DANEGATE_JAVA", System.getProperty("java.home"));
        builder.environment().put("DANEGATE_CACHE_DIR", one.cache());
        long start = System.nanoTime();
        int status = builder.start().waitFor();
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        if (status != 0) {
            throw new IOException(one.name() + " ended with status " + status);
        }
        return took;
    }

    private static void print(Case one, List<Long> times) {
        long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
        long median = sorted[sorted.length / 2];
        System.out.printf(
                "%-26s median %5d ms, %d to %d%s%n",
                one.name(),
                median,
                sorted[0],
                sorted[sorted.length - 1],
                median < LIMIT_MILLIS ? "" : "  OVER " + LIMIT_MILLIS + " ms of " + Arrays.toString(sorted));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        }
    }
}
