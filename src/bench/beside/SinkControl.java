package beside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts the sink's process and asks it over its control connection.
final class SinkControl implements AutoCloseable {

    /// @param last [System#nanoTime()] at the last message that counted
    record Outcome(int distinct, int duplicates, long last, long connections, long handshakes, long resumed) {}

    /// Nanoseconds.
    record Latency(int count, long p50, long p99, long max) {}

    private final Process process;
    private final SocketChannel socket;
    private final BufferedReader in;
    private final PrintStream out;

    private SinkControl(Process process, SocketChannel socket) {
        this.process = process;
        this.socket = socket;
        this.in = new BufferedReader(new InputStreamReader(Channels.newInputStream(socket)));
        this.out = new PrintStream(Channels.newOutputStream(socket), true);
    }

    /// @param within the beginning of a command that starts another one with its last words, in its own process;
    ///     may be empty
    static SinkControl start(Path folder, Network network, List<String> within) throws Exception {
        Path control = folder.resolve("sink.control");
        List<String> command = new ArrayList<>(within);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "beside.Sink",
                network.certificate().toString(),
                network.key().toString(),
                control.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sink.out").toFile())
                .start();
        return new SinkControl(process, Wait.connect(control, process));
    }

    long pid() {
        return process.pid();
    }

    void reset(int run, int expected) throws IOException {
        ask("reset " + run + " " + expected);
    }

    Outcome await(long millis) throws IOException {
        String[] words = ask("await " + millis).split(" ");
        return new Outcome(
                Integer.parseInt(words[0]),
                Integer.parseInt(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]));
    }

    /// Waits until so many messages with numbers beyond the expected ones arrived, or the time is over.
    ///
    /// @return how many did, each counted once
    int others(long millis, int wanted) throws IOException {
        return Integer.parseInt(ask("others " + millis + " " + wanted));
    }

    Latency latency(long from, long until) throws IOException {
        String[] words = ask("latency " + from + " " + until).split(" ");
        return new Latency(
                Integer.parseInt(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]));
    }

    private String ask(String line) throws IOException {
        out.println(line);
        String answer = in.readLine();
        if (answer == null) {
            throw new IOException("the sink is gone");
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        process.destroyForcibly();
    }
}
