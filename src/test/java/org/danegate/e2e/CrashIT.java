package org.danegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.danegate.practice.PracticeReceiver;
import org.danegate.practice.ReceiverBehaviour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged jar is killed with SIGKILL while it accepts mail: what got `250` is delivered after a restart.
class CrashIT {

    private static final int MESSAGES = 200;
    private static final int SENDERS = 8;
    private static final int KILLS = 3;
    private static final Pattern TAG = Pattern.compile("X-Tag: (\\d+)");

    @TempDir
    Path folder;

    private final AtomicInteger next = new AtomicInteger();
    private final Set<Integer> accepted = ConcurrentHashMap.newKeySet();

    @Test
    void two_hundred_accepted_messages_outlive_kill_9_at_random_moments() throws Exception {
        int smtp = freePort();
        int http = freePort();
        try (PracticeReceiver sink = PracticeReceiver.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null, ReceiverBehaviour.good())) {
            Path policy = Files.writeString(
                    folder.resolve("policy.yml"), policy(smtp, sink.address().getPort()));
            Random random = new Random();
            Process server = start(policy, http);
            List<Thread> senders = java.util.stream.IntStream.range(0, SENDERS)
                    .mapToObj(i -> Thread.ofVirtual().start(() -> sendAll(smtp)))
                    .toList();
            for (int kill = 1; kill <= KILLS; kill++) {
                int mark = kill * MESSAGES / (KILLS + 1);
                await().atMost(Duration.ofSeconds(60)).until(() -> accepted.size() >= mark);
                LockSupport.parkNanos(random.nextLong(20_000_000));
                server.destroyForcibly().waitFor();
                server = start(policy, http);
            }
            for (Thread sender : senders) {
                sender.join(Duration.ofSeconds(90));
            }
            assertThat(accepted).hasSizeGreaterThanOrEqualTo(MESSAGES);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(arrived(sink)).containsAll(accepted));
            long copies = sink.inbox().all().size();
            System.out.printf(
                    "accepted %d, delivered %d, more than once %d, kills %d%n",
                    accepted.size(),
                    arrived(sink).size(),
                    copies - arrived(sink).size(),
                    KILLS);
            server.destroy();
            boolean ended = server.waitFor(25, TimeUnit.SECONDS);
            assertThat(ended)
                    .as(ended ? "" : "still running: " + stacks(server.pid()))
                    .isTrue();
        }
    }

    /// What a process that does not end is doing.
    private static String stacks(long pid) throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(pid),
                        "Thread.print")
                .redirectErrorStream(true)
                .start();
        return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Set<Integer> arrived(PracticeReceiver sink) {
        return sink.inbox().all().stream()
                .map(m -> TAG.matcher(m.text()))
                .filter(Matcher::find)
                .map(m -> Integer.valueOf(m.group(1)))
                .collect(Collectors.toSet());
    }

    private void sendAll(int port) {
        while (accepted.size() < MESSAGES) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
                socket.setSoTimeout(5000);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                OutputStream out = socket.getOutputStream();
                reply(in);
                say(out, in, "EHLO client.example");
                while (accepted.size() < MESSAGES) {
                    int tag = next.incrementAndGet();
                    say(out, in, "MAIL FROM:<sender@client.example>");
                    say(out, in, "RCPT TO:<someone@crash.example>");
                    say(out, in, "DATA");
                    if (say(out, in, "X-Tag: " + tag + "\r\n\r\nbody\r\n.").startsWith("250")) {
                        accepted.add(tag);
                    }
                }
            } catch (IOException e) {
                LockSupport.parkNanos(50_000_000);
            }
        }
    }

    private static String say(OutputStream out, BufferedReader in, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return reply(in);
    }

    private static String reply(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        if (line == null) {
            throw new IOException("closed");
        }
        return line;
    }

    private Process start(Path policy, int http) throws IOException {
        Process process = new ProcessBuilder(PackagedProgram.command(List.of(
                        "--server.port=" + http,
                        "--danegate.data-dir=" + folder.resolve("data"),
                        "--danegate.policy-file=" + policy,
                        "--danegate.hostname=gateway.example",
                        "--danegate.admin-password=Practice-makes-1")))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("out.log").toFile()))
                .start();
        await().atMost(Duration.ofSeconds(90)).until(() -> ready(process, http));
        return process;
    }

    private static boolean ready(Process process, int http) {
        if (!process.isAlive()) {
            throw new IllegalStateException("the server ended with " + process.exitValue());
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + http + "/actuator/health/readiness"))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String policy(int listener, int sink) {
        return """
                destinationControls:
                  default: { tls: NONE }
                smtpRoutes:
                  - domain: ALL
                    hosts: [ { host: 127.0.0.1, port: %d } ]
                bounceProfiles:
                  - { name: Default, initialRetry: 1s, maxRetryInterval: 2s }
                listeners:
                  - { name: OutgoingMail, address: 127.0.0.1, port: %d }
                """.formatted(sink, listener);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
