package org.danegate.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/// A PostgreSQL server of Debian's package with an empty database, on a free port of 127.0.0.1.
public final class PostgresqlCluster {

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    private static @Nullable PostgresqlCluster common;

    private final Path folder;
    private final Path programs;
    private final int port;

    private PostgresqlCluster(Path folder, Path programs, int port) {
        this.folder = folder;
        this.programs = programs;
        this.port = port;
    }

    /// Starts one, which ends with this process: servers that are stopped after a test still write. A missing
    /// package skips the test, or fails it in CI.
    public static PostgresqlCluster start() throws Exception {
        Peers.requireFile(VERSIONS, "postgresql");
        Path programs;
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            programs = versions.sorted().toList().getLast().resolve("bin");
        }
        Path folder = Files.createTempDirectory("danegate-postgresql-");
        if (root()) {
            run("chown", "postgres", folder.toString());
        }
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        PostgresqlCluster cluster = new PostgresqlCluster(folder, programs, port);
        cluster.say(
                "initdb",
                "-D",
                cluster.data(),
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
                "--wal-segsize=4");
        cluster.begin();
        cluster.say("createdb", "-h", "127.0.0.1", "-p", String.valueOf(port), "-U", "postgres", "danegate");
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::end));
        return cluster;
    }

    /// The cluster that the tests of this process share; each makes databases of its own in it.
    public static synchronized PostgresqlCluster shared() throws Exception {
        PostgresqlCluster running = common;
        if (running == null) {
            running = start();
            common = running;
        }
        return running;
    }

    /// Makes an empty database; returns its address.
    public String newDatabase() throws Exception {
        String name = "danegate_" + UUID.randomUUID().toString().replace("-", "");
        say("createdb", "-h", "127.0.0.1", "-p", String.valueOf(port), "-U", "postgres", name);
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?user=postgres";
    }

    /// For `spring.datasource.url`.
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/danegate";
    }

    /// Starts the server again after {@link #stop}.
    public void begin() throws Exception {
        String options =
                "-p " + port + " -k " + folder + " -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=100";
        say("pg_ctl", "-D", data(), "-o", options, "-l", folder.resolve("log").toString(), "-w", "start");
    }

    /// Stops the server and breaks off its connections. What was committed is there when it starts again.
    public void stop() throws Exception {
        say("pg_ctl", "-D", data(), "-m", "fast", "-w", "stop");
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private static boolean root() {
        return System.getProperty("user.name").equals("root");
    }

    /// Its programs refuse to be run by root.
    private void say(String program, String... arguments) throws Exception {
        List<String> words = new ArrayList<>();
        if (root()) {
            words.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        words.add(programs.resolve(program).toString());
        words.addAll(List.of(arguments));
        run(words.toArray(String[]::new));
    }

    private static void run(String... words) throws Exception {
        Path printed = Files.createTempFile("danegate-postgresql-", ".txt");
        Process process = new ProcessBuilder(words)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        assertThat(process.waitFor())
                .as(String.join(" ", words) + ": " + Files.readString(printed))
                .isZero();
        Files.delete(printed);
    }

    private void end() {
        try {
            say("pg_ctl", "-D", data(), "-m", "immediate", "stop");
            FileSystemUtils.deleteRecursively(folder);
        } catch (Exception left) {
            System.err.println("PostgreSQL in " + folder + " was not ended: " + left);
        }
    }
}
