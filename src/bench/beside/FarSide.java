package beside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Receivers at Internet distance: a sink in a network namespace of its own, at the other end of a line with a delay
/// and a loss. The line is netem on a pair of virtual network cards where the kernel has it, otherwise a [DelayLine].
final class FarSide implements AutoCloseable {

    private static final String NEAR = "near";
    private static final String FAR = "far";
    private static final String ROOM = """
            ip link set lo up && ip route add local %s dev lo && ip route add blackhole %s || exit 1
            exec "$@"
            """.formatted(FarDomains.ALIVE, FarDomains.DEAD);

    /// What the line did with packets, both directions together.
    ///
    /// @param dropped not by the loss that was asked for, but because something was full
    record Traffic(long packets, long lost, long dropped) {
        Traffic since(Traffic before) {
            return new Traffic(packets - before.packets, lost - before.lost, dropped - before.dropped);
        }
    }

    private final SinkControl sink;
    private final Process line;
    private final BufferedReader in;
    private final PrintStream out;

    /// @param line null for netem
    private FarSide(SinkControl sink, Process line) {
        this.sink = sink;
        this.line = line;
        this.in = line == null ? null : new BufferedReader(new InputStreamReader(line.getInputStream()));
        this.out = line == null ? null : new PrintStream(line.getOutputStream(), true);
    }

    /// @param roundTrip milliseconds, half of them in each direction
    /// @param loss percent of the packets of each direction
    static FarSide start(Path folder, Network network, double roundTrip, double loss) throws Exception {
        // What a connection learns about the line is not kept for the next one, or the second server had an advantage.
        Files.writeString(Path.of("/proc/sys/net/ipv4/tcp_no_metrics_save"), "1");
        SinkControl sink = SinkControl.start(
                Files.createDirectories(folder), network, List.of("unshare", "--net", "sh", "-c", ROOM, "sh"));
        try {
            FarSide side = new FarSide(
                    sink, netem(sink.pid(), roundTrip, loss) ? null : ownLine(folder, sink.pid(), roundTrip, loss));
            String there = String.valueOf(sink.pid());
            configure(List.of(), NEAR, FarDomains.NEAR_END, FarDomains.FAR_END);
            configure(List.of("nsenter", "--net", "--target", there), FAR, FarDomains.FAR_END, FarDomains.NEAR_END);
            must("ip", "route", "add", FarDomains.ALL, "via", FarDomains.FAR_END);
            return side;
        } catch (Exception e) {
            sink.close();
            throw e;
        }
    }

    private static boolean netem(long there, double roundTrip, double loss) throws IOException, InterruptedException {
        String target = String.valueOf(there);
        must("ip", "link", "add", NEAR, "type", "veth", "peer", "name", FAR, "netns", target);
        String terms = "netem delay %sms loss %s%% limit 100000".formatted(roundTrip / 2, loss);
        boolean both = run(words("tc qdisc add dev " + NEAR + " root " + terms))
                && run(words("nsenter --net --target " + target + " tc qdisc add dev " + FAR + " root " + terms));
        if (both) {
            // Otherwise one loss would take many segments at once.
            must(words("ip link set dev " + NEAR + " gso_max_segs 1"));
            must(words("nsenter --net --target " + target + " ip link set dev " + FAR + " gso_max_segs 1"));
        } else {
            must("ip", "link", "delete", NEAR);
        }
        return both;
    }

    private static Process ownLine(Path folder, long there, double roundTrip, double loss)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "beside.DelayLine",
                        NEAR,
                        FAR,
                        String.valueOf(roundTrip / 2),
                        String.valueOf(loss))
                .redirectError(folder.resolve("line.out").toFile())
                .start();
        if (process.getInputStream().read() != 'r') {
            throw new IOException("the line does not start: " + Files.readString(folder.resolve("line.out")));
        }
        must("ip", "link", "set", FAR, "netns", String.valueOf(there));
        return process;
    }

    /// A long queue: the line itself decides which packets are lost.
    private static void configure(List<String> where, String device, String own, String other)
            throws IOException, InterruptedException {
        for (String words : List.of(
                "ip addr add %s peer %s dev %s".formatted(own, other, device),
                "ip link set dev %s mtu %d txqueuelen 20000 up".formatted(device, Tun.MTU))) {
            List<String> command = new ArrayList<>(where);
            command.addAll(List.of(words(words)));
            must(command.toArray(String[]::new));
        }
    }

    private static String[] words(String command) {
        return command.split(" ");
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static void must(String... command) throws IOException, InterruptedException {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("failed: " + String.join(" ", Arrays.asList(command)));
        }
    }

    SinkControl sink() {
        return sink;
    }

    String kind() {
        return line == null ? "netem on a veth pair" : "a delay line of our own over two TUN devices";
    }

    /// Seconds of the line's processor time so far; 0 for netem, whose time is the kernel's.
    double cpuSeconds() {
        return line == null ? 0 : ProcStat.process(line.pid());
    }

    /// What the line has done so far; zeros for netem.
    Traffic traffic() throws IOException {
        if (line == null) {
            return new Traffic(0, 0, 0);
        }
        out.println();
        String answer = in.readLine();
        while (answer != null && answer.split(" ").length < 3) {
            answer = in.readLine();
        }
        if (answer == null) {
            throw new IOException("the line is gone");
        }
        String[] words = answer.split(" ");
        return new Traffic(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    @Override
    public void close() throws IOException {
        if (line != null) {
            line.destroyForcibly();
        }
        sink.close();
    }
}
