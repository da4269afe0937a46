package beside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.file.Path;

/// Starts the sink's process and asks it over its control connection.
final class SinkControl implements AutoCloseable {

    /// @param last [System#nanoTime()] at the last message that counted
    record Outcome(int distinct, int duplicates, long last, long connections, long handshakes, long resumed) {}

    /// Nanoseconds.
    record Latency(int count, long p50, long p99, long max) {}

    private final Process process;
    private final Socket socket;
    private final BufferedReader in;
    private final PrintStream out;

    private SinkControl(Process process, Socket socket) throws IOException {
        this.process = process;
        this.socket = socket;
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
        this.out = new PrintStream(socket.getOutputStream(), true);
    }

    static SinkControl start(Path folder, Network network) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "beside.Sink",
                        network.certificate().toString(),
                        network.key().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sink.out").toFile())
                .start();
        return new SinkControl(process, Wait.connect("127.0.0.1", Places.SINK_CONTROL, process));
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
