package org.danegate.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The packaged jar, running with a policy file on a data directory of its own.
final class RunningServer implements AutoCloseable {

    private static final String PASSWORD = "Practice-makes-1";

    private final Process process;
    private final Path folder;
    private final int console;

    private RunningServer(Process process, Path folder, int console) {
        this.process = process;
        this.folder = folder;
        this.console = console;
    }

    /// Starts and waits until it is ready.
    ///
    /// @param folder for its data; made when missing
    /// @param policy text of the policy file
    /// @param options more of the server's options
    static RunningServer start(Path folder, String policy, String... options) throws IOException {
        Files.createDirectories(folder);
        int console = freePort();
        List<String> all = new ArrayList<>(List.of(
                "--server.port=" + console,
                "--danegate.data-dir=" + folder.resolve("data"),
                "--danegate.policy-file=" + Files.writeString(folder.resolve("policy.yml"), policy),
                "--danegate.admin-password=" + PASSWORD));
        all.addAll(List.of(options));
        Process process = new ProcessBuilder(PackagedProgram.command(all))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.log").toFile())
                .start();
        RunningServer server = new RunningServer(process, folder, console);
        try {
            await().atMost(Duration.ofSeconds(240)).until(server::ready);
        } catch (RuntimeException e) {
            server.close();
            throw new IllegalStateException("did not start:\n" + Files.readString(folder.resolve("out.log")), e);
        }
        return server;
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private boolean ready() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the server ended with " + process.exitValue());
        }
        try {
            return get("/actuator/health/readiness").contains("UP");
        } catch (IOException e) {
            return false;
        }
    }

    /// The answer of the HTTP API to the administrator.
    String get(String path) throws IOException {
        return send("GET", path, "text/plain", "").body();
    }

    /// The answer of the HTTP API to what the administrator sends.
    ///
    /// @param type of the content
    HttpResponse<String> send(String method, String path, String type, String content) throws IOException {
        return send("admin", PASSWORD, method, path, type, content);
    }

    /// The same for another user.
    HttpResponse<String> send(String user, String password, String method, String path, String type, String content)
            throws IOException {
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console + path))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", type)
                .method(
                        method,
                        content.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(content))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /// Its process, and the port of its console.
    long pid() {
        return process.pid();
    }

    int console() {
        return console;
    }

    /// Ends it as a power failure would.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// What it has printed.
    String printed() throws IOException {
        return Files.readString(folder.resolve("out.log"));
    }

    String mailLog() throws IOException {
        return Files.readString(folder.resolve("data/logs/mail_logs/mail.current"));
    }

    /// Asks it to stop (SIGTERM).
    ///
    /// @return its exit status
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("still runs 20 s after SIGTERM");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(25, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
