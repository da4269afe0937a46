package org.danegate.e2e;

import static org.awaitility.Awaitility.await;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
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
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/// The packaged jar, running with the demo profile on a data directory of its own.
final class RunningDemo implements AutoCloseable {

    static final String PASSWORD = "Practice-makes-1";

    private final Process process;
    private final int port;
    private final int listenerPort;
    private final Path folder;

    private RunningDemo(Process process, int port, int listenerPort, Path folder) {
        this.process = process;
        this.port = port;
        this.listenerPort = listenerPort;
        this.folder = folder;
    }

    /// Starts on free ports, so that several may run on one machine.
    ///
    /// @param options more of the server's options
    static RunningDemo start(Path folder, String... options) throws IOException {
        int port = freePort();
        int listener = freePort();
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of(
                "--spring.profiles.active=demo",
                "--server.port=" + port,
                "--danegate.data-dir=" + folder.resolve("data"),
                "--danegate.practice.dns-port=0",
                "--danegate.practice.delivery-port=0",
                "--danegate.practice.web-port=0",
                "--danegate.practice.listener-port=" + listener,
                "--danegate.console.trusted-proxies=127.0.0.1",
                "--danegate.admin-password=" + PASSWORD));
        Process process = new ProcessBuilder(PackagedProgram.command(all))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.log").toFile())
                .start();
        RunningDemo demo = new RunningDemo(process, port, listener, folder);
        try {
            await().atMost(Duration.ofSeconds(240)).until(demo::ready);
        } catch (RuntimeException e) {
            demo.close();
            throw new IllegalStateException("did not start:\n" + Files.readString(folder.resolve("out.log")), e);
        }
        return demo;
    }

    /// Port of the console.
    int port() {
        return port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    private boolean ready() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the server ended with " + process.exitValue());
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url("/actuator/health/readiness")))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    int listenerPort() {
        return listenerPort;
    }

    /// Asks the API for something without a body, as the administrator; its answer.
    String post(String path) throws IOException, InterruptedException {
        String basic = Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(url(path)))
                                    .header("Authorization", "Basic " + basic)
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /// Sends a short message through the listener.
    void send(String to) throws MessagingException {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", String.valueOf(listenerPort));
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("walker@ok.practice"));
        message.setRecipients(jakarta.mail.Message.RecipientType.TO, to);
        message.setSubject("A walk");
        message.setText("Hello\r\n.\r\nworld\r\n");
        Transport.send(message);
    }

    String mailLog() throws IOException {
        return Files.readString(folder.resolve("data/logs/mail_logs/mail.current"));
    }

    /// Stops as an administrator would, and says with which status.
    int stop() throws InterruptedException {
        process.destroy();
        return process.waitFor(25, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
