package beside;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/// Runs the cases, Postfix and Danegate in turn, and prints the report. Started by `src/bench/BesidePostfix.java`
/// within namespaces of its own.
public final class Bench {

    private static final int FIRST_MESSAGES = 10_000;
    private static final List<String> OTHERS =
            List.of("first", "dead-refusing", "dead-silent", "latency", Distance.NAME);

    private final Path launcher;
    private final Path folder;
    private final Options options;
    private final Report report = new Report();
    private final DistanceReport distances = new DistanceReport();
    private final List<String> names = Stream.concat(Throughput.ALL.stream().map(Throughput::name), OTHERS.stream())
            .toList();
    private int lastRun;

    private Bench(Path launcher, Path folder, Options options) {
        this.launcher = launcher;
        this.folder = folder;
        this.options = options;
    }

    /// @param args the launcher, a folder for everything, then options
    public static void main(String[] args) throws Exception {
        List<String> words = List.of(args).subList(2, args.length);
        Bench bench =
                new Bench(Path.of(args[0]), Path.of(args[1]), words.contains("--help") ? null : Options.parse(words));
        if (words.contains("--help")) {
            System.out.printf(Options.HELP, String.join(" ", bench.names));
            return;
        }
        int status = 0;
        try {
            bench.run();
        } catch (Exception e) {
            e.printStackTrace();
            status = 1;
        } finally {
            bench.keep();
        }
        System.exit(status);
    }

    private void run() throws Exception {
        report.machine();
        FarDomains far = new FarDomains(options.wants(Distance.NAME, names) ? options.domains() : 0, options.signed());
        try (Network network = Network.start(folder, far);
                SinkControl sink = SinkControl.start(folder, network, List.of())) {
            Limits limits = Limits.measure(folder, network.certificate(), sink, options.connections(), ++lastRun);
            report.limits(limits);
            List<Throughput> wanted = Throughput.ALL.stream()
                    .filter(one -> options.wants(one.name(), names))
                    .toList();
            boolean latency = options.wants("latency", names);
            if (!wanted.isEmpty() || latency) {
                try (MailServer postfix = options.peer() ? Postfix.start(folder.resolve("postfix")) : null;
                        MailServer danegate = danegate(network, "danegate")) {
                    proveDane(sink, postfix, danegate, wanted);
                    warmUp(sink, danegate, latency);
                    for (Throughput one : wanted) {
                        throughput(one, sink, postfix, danegate);
                    }
                    if (latency) {
                        latency(sink, postfix, danegate);
                    }
                }
            }
            if (options.wants("first", names)) {
                first(network, sink);
            }
            for (DeadHost dead : DeadHost.values()) {
                if (options.wants(dead.caseName(), names)) {
                    dead(dead, network, sink);
                }
            }
            if (far.count() > 0) {
                new DistanceCase(options, folder, network, sink, () -> ++lastRun)
                        .run(far, name -> danegate(network, name), distances);
            }
            report.forcesAtTheEnd(Limits.forces(folder));
            report.print(limits);
            distances.print();
        }
    }

    private MailServer danegate(Network network, String name) throws Exception {
        return Danegate.start(
                launcher,
                folder.resolve(name),
                network.anchor(),
                options.javaOptions(),
                options.concurrency(),
                options.dkim());
    }

    /// Checks before anything under DANE is measured: both deliver under the right TLSA record and neither under a
    /// wrong one.
    private void proveDane(SinkControl sink, MailServer postfix, MailServer danegate, List<Throughput> wanted)
            throws IOException, InterruptedException {
        if (wanted.stream().noneMatch(one -> one.name().startsWith("dane"))) {
            return;
        }
        for (MailServer server : postfix == null ? List.of(danegate) : List.of(postfix, danegate)) {
            String who = server == danegate ? "Danegate" : "Postfix";
            sink.reset(++lastRun, 1);
            new Source("127.0.0.1", server.port(), lastRun, n -> "dane.test").flood(1, 1);
            SinkControl.Outcome right = sink.await(20_000);
            sink.reset(++lastRun, 1);
            new Source("127.0.0.1", server.port(), lastRun, n -> "danebad.test").flood(1, 1);
            SinkControl.Outcome wrong = sink.await(3_000);
            if (right.distinct() != 1 || right.handshakes() != 1 || wrong.distinct() != 0) {
                throw new IOException(who + " does not do DANE as it should: right " + right + ", wrong " + wrong);
            }
        }
        report.say("DANE: both deliver under the right TLSA record and hold mail for a host with a wrong one.");
    }

    /// Warms up: a virtual machine compiles what it runs often, so the first thousands of messages do not show what
    /// a server does all day.
    private void warmUp(SinkControl sink, MailServer danegate, boolean latency)
            throws IOException, InterruptedException {
        for (int i = 0; i < 4; i++) {
            Throughput.run(danegate, sink, ++lastRun, n -> "clear.test", options.messages(), options.connections());
        }
        if (latency) {
            Throughput.run(danegate, sink, ++lastRun, n -> "clear.test", options.messages(), 1);
        }
    }

    private void throughput(Throughput one, SinkControl sink, MailServer postfix, MailServer danegate)
            throws Exception {
        quickAck(one.quickAck());
        int messages = one.name().equals("many") ? 10 * Places.DESTINATIONS : options.messages();
        Report.Row row = report.row(one);
        for (int round = 0; round <= options.runsOr(3); round++) {
            boolean counts = round > 0;
            for (Throughput.Way way : postfix == null ? List.<Throughput.Way>of() : one.postfix()) {
                int some = counts || one.name().equals("many") ? messages : Math.min(messages, 1000);
                Throughput.Sample sample = quietly(sink, postfix, way.domain(), some, counts);
                if (counts) {
                    row.postfix(way.label(), sample);
                }
            }
            Throughput.Sample sample = quietly(sink, danegate, one.danegate(), messages, counts);
            if (counts) {
                row.danegate(sample);
            }
        }
        quickAck(false);
        row.printNow();
    }

    /// Repeats a run that other processes disturbed, for both sides; the quietest run counts.
    private Throughput.Sample quietly(
            SinkControl sink, MailServer server, IntFunction<String> domain, int messages, boolean counts)
            throws IOException, InterruptedException {
        Throughput.Sample best = null;
        for (int left = counts ? options.patience() : 0; left >= 0; left--) {
            Throughput.Sample sample = Throughput.run(server, sink, ++lastRun, domain, messages, options.connections());
            Wait.millis(500);
            if (best == null || sample.shares().others() < best.shares().others()) {
                best = sample;
            }
            if (best.shares().quiet()) {
                break;
            }
        }
        return best;
    }

    /// Linux acknowledges at once where the route to the sender says so.
    private static void quickAck(boolean on) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "ip",
                "route",
                "change",
                "table",
                "local",
                "local",
                "127.0.0.1",
                "dev",
                "lo",
                "proto",
                "kernel",
                "scope",
                "host",
                "src",
                "127.0.0.1"));
        if (on) {
            command.addAll(List.of("quickack", "1"));
        }
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("the route cannot be changed");
        }
    }

    private void latency(SinkControl sink, MailServer postfix, MailServer danegate) throws Exception {
        int messages = 20 * options.latencySeconds();
        for (int round = 0; round < options.runsOr(3); round++) {
            for (MailServer server : postfix == null ? List.of(danegate) : List.of(postfix, danegate)) {
                sink.reset(++lastRun, messages);
                Shares.Meter meter = new Shares.Meter(server, sink);
                new Source("127.0.0.1", server.port(), lastRun, n -> "clear.test").pace(20, messages, () -> true);
                SinkControl.Outcome outcome = sink.await(60_000);
                if (outcome.distinct() < messages) {
                    throw new IOException(outcome + " of " + messages);
                }
                report.latency(server == danegate, sink.latency(0, Long.MAX_VALUE), meter.shares());
            }
        }
    }

    /// The first messages after a start, and the memory of a server that has done nothing yet. Postfix has no such
    /// time; its rate is that of the case `relay`.
    private void first(Network network, SinkControl sink) throws Exception {
        for (int round = 0; round < options.runsOr(3); round++) {
            try (MailServer server = danegate(network, "danegate-first" + round)) {
                report.first(
                        server.memory(),
                        Throughput.run(
                                server, sink, ++lastRun, n -> "clear.test", FIRST_MESSAGES, options.connections()));
            }
        }
    }

    private void dead(DeadHost dead, Network network, SinkControl sink) throws Exception {
        for (int round = 0; round < options.runsOr(1); round++) {
            for (boolean own : options.peer() ? new boolean[] {false, true} : new boolean[] {true}) {
                String name = (own ? "danegate-" : "postfix-") + dead.caseName() + round;
                try (MailServer server = own ? danegate(network, name) : Postfix.start(folder.resolve(name))) {
                    int warm = own ? options.messages() : 500;
                    Throughput.run(server, sink, ++lastRun, n -> "clear.test", warm, options.connections());
                    report.dead(dead, own, dead.run(server, sink, ++lastRun, options));
                    lastRun++;
                }
            }
        }
    }

    private void keep() throws IOException {
        if (options.keep() == null) {
            return;
        }
        Files.createDirectories(options.keep());
        // Processes that end meanwhile remove files: a missing file does not matter.
        for (File file : kept(folder.toFile())) {
            if (file.isFile()) {
                String name = folder.relativize(file.toPath()).toString().replace('/', '-');
                Files.copy(file.toPath(), options.keep().resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static List<File> kept(File folder) {
        List<File> found = new ArrayList<>();
        for (File file : Objects.requireNonNullElse(folder.listFiles(), new File[0])) {
            if (file.isDirectory()
                    && !file.getName().equals("spool")
                    && !file.getName().equals("unpacked")) {
                found.addAll(kept(file));
            } else if (file.getName().matches(".*(\\.log|\\.out|\\.current|\\.jfr)")) {
                found.add(file);
            }
        }
        return found;
    }
}
