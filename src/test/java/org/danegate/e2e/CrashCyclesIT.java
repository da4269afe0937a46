package org.danegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.danegate.practice.Inbox;
import org.danegate.practice.PracticeReceiver;
import org.danegate.practice.ReceivedMessage;
import org.danegate.practice.ReceiverBehaviour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Listener, queue and engine are killed with SIGKILL again and again while mail comes in and goes out. What got `250`
/// is delivered, and twice only where a kill came between the receiver's `250` and its record.
///
/// `-Ddanegate.crash.cycles=300` makes it hundreds of kills.
class CrashCyclesIT {

    private static final int CYCLES = Integer.getInteger("danegate.crash.cycles", 16);
    private static final int SENDERS = 6;
    private static final Pattern TAG = Pattern.compile("X-Tag: (\\d+)");

    @TempDir
    Path folder;

    private final AtomicInteger next = new AtomicInteger();
    private final Set<Integer> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile boolean over;
    private int counted;

    @Test
    void what_was_accepted_is_delivered_however_often_the_process_is_killed() throws Exception {
        int smtp = RunningServer.freePort();
        Random random = new Random();
        try (PracticeReceiver sink = PracticeReceiver.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                null,
                ReceiverBehaviour.good(),
                new Inbox(Integer.MAX_VALUE))) {
            Path policy = Files.writeString(
                    folder.resolve("policy.yml"), policy(smtp, sink.address().getPort()));
            Map<Integer, Integer> copies = new HashMap<>();
            List<Thread> senders = IntStream.range(0, SENDERS)
                    .mapToObj(i -> Thread.ofVirtual().start(() -> sendOn(smtp)))
                    .toList();
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                Process node = start(policy);
                int mark = accepted.size() + 20 + random.nextInt(200);
                await().atMost(Duration.ofSeconds(60)).until(() -> accepted.size() >= mark);
                LockSupport.parkNanos(random.nextLong(30_000_000));
                if (cycle % 100 == 99) {
                    System.out.printf(
                            "kill %d, accepted %d, not there yet %d%n",
                            cycle + 1, accepted.size(), missing(sink, copies).size());
                }
                node.destroyForcibly().waitFor();
            }
            over = true;
            Process node = start(policy);
            for (Thread sender : senders) {
                sender.join();
            }
            await().atMost(Duration.ofSeconds(120))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> missing(sink, copies), List::isEmpty);
            node.destroyForcibly().waitFor();
            take(sink, copies);
            report(copies);
        }
    }

    private void report(Map<Integer, Integer> copies) throws IOException {
        long twice = copies.values().stream().filter(n -> n > 1).count();
        long unwanted =
                copies.keySet().stream().filter(t -> !accepted.contains(t)).count();
        System.out.printf(
                "kills %d, accepted %d, delivered %d, more than once %d, delivered without an answer to the sender %d of"
                        + " %d%n",
                CYCLES, accepted.size(), copies.size(), twice, unwanted, unanswered.get());
        assertThat(copies.values().stream().mapToInt(n -> n).max().orElse(0))
                .as("copies of one message")
                .isLessThanOrEqualTo(CYCLES + 1);
        assertThat(twice).as("messages in flight at a kill").isLessThanOrEqualTo(CYCLES * 500L);
        assertThat(unwanted).as("the sender heard neither yes nor no").isLessThanOrEqualTo(unanswered.get());
        assertThat(Files.readAllLines(folder.resolve("out.log")))
                .filteredOn(line -> line.startsWith("damage:"))
                .as("what a kill leaves is the record that it cut off")
                .allMatch(line -> line.contains("octets at its end are no whole record"));
    }

    /// What was accepted and has not arrived yet.
    private List<Integer> missing(PracticeReceiver sink, Map<Integer, Integer> copies) {
        take(sink, copies);
        return accepted.stream().filter(tag -> !copies.containsKey(tag)).toList();
    }

    /// Adds what has arrived since the last time to the count.
    private void take(PracticeReceiver sink, Map<Integer, Integer> copies) {
        List<ReceivedMessage> all = sink.inbox().all();
        for (ReceivedMessage message : all.subList(counted, all.size())) {
            Matcher tag = TAG.matcher(message.text());
            if (tag.find()) {
                copies.merge(Integer.valueOf(tag.group(1)), 1, Integer::sum);
            }
        }
        counted = all.size();
    }

    private void sendOn(int port) {
        while (!over) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
                socket.setSoTimeout(5000);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                OutputStream out = socket.getOutputStream();
                reply(in);
                say(out, in, "EHLO client.example");
                while (!over) {
                    send(out, in);
                }
            } catch (IOException e) {
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private void send(OutputStream out, BufferedReader in) throws IOException {
        int tag = next.incrementAndGet();
        say(out, in, "MAIL FROM:<sender@client.example>");
        say(out, in, "RCPT TO:<someone@d" + tag % 7 + ".example>");
        say(out, in, "DATA");
        unanswered.incrementAndGet();
        String said = say(out, in, "X-Tag: " + tag + "\r\n\r\n" + "body ".repeat(200) + "\r\n.");
        unanswered.decrementAndGet();
        if (said.startsWith("250")) {
            accepted.add(tag);
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

    private Process start(Path policy) throws IOException {
        Path log = folder.resolve("out.log");
        long before = Files.exists(log) ? Files.size(log) : 0;
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.danegate.delivery.CrashNode",
                        folder.resolve("data").toString(),
                        policy.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    assertThat(process.isAlive()).as("the node runs").isTrue();
                    return Files.readString(log).substring((int) before).contains("ready");
                });
        return process;
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
}
