package org.danegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.danegate.practice.PracticeReceiver;
import org.danegate.practice.ReceiverBehaviour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The packaged jar on a data directory of version 0.1.0: opened, backed up while mail comes in, killed, and restored
/// elsewhere. The directory has a policy, the user olga, five waiting messages and their story in Message Tracking.
@Timeout(900)
class BackupIT {

    private static final Pattern TAG = Pattern.compile("X-Tag: (\\d+)");
    private static final Set<Integer> OF_0_1_0 = Set.of(0, 1, 2, 3, 4);
    /// A message that no backup has.
    private static final int NEW = 9;

    private static final int SENDERS = 3;
    private static final String[] LONG_AGO = {"--danegate.tracking.days=36500"};

    @TempDir
    Path folder;

    private final AtomicInteger next = new AtomicInteger(1000);
    private final Set<Integer> accepted = ConcurrentHashMap.newKeySet();
    private volatile boolean sending = true;

    private record Ended(int status, String out, String err) {}

    @Test
    void a_backup_under_load_brings_back_every_message_once() throws Exception {
        int smtp = RunningServer.freePort();
        int sink = RunningServer.freePort();
        Path old = unzip(folder.resolve("old"));
        Path file = folder.resolve("backup.zip");
        Set<Integer> before;
        try (RunningServer server = RunningServer.start(old, "", LONG_AGO)) {
            opensWhatVersion010Wrote(server);
            commit(server, policy(smtp, sink, RunningServer.freePort()));
            List<Thread> senders = send(smtp);
            await().atMost(Duration.ofSeconds(60)).until(() -> accepted.size() > 50);
            before = new HashSet<>(accepted);
            Ended backup = command("backup", "--data-dir", data(old), file.toString());
            assertThat(backup.err()).isEmpty();
            assertThat(backup.status()).isZero();
            assertThat(backup.out()).contains("written to " + file);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            refusesASecondServer(old, server);
            sending = false;
            for (Thread sender : senders) {
                sender.join(Duration.ofSeconds(60));
            }
            server.kill();
        }
        before.addAll(OF_0_1_0);

        Path fresh = Files.createDirectories(folder.resolve("new/data"));
        Ended restore = command("restore", "--data-dir", fresh.toString(), file.toString());
        assertThat(restore.err()).isEmpty();
        assertThat(restore.out()).contains("Restored the backup of ").contains(" are held");
        releasesItOnce(folder.resolve("new"), smtp, sink, before);
    }

    private static void opensWhatVersion010Wrote(RunningServer server) throws IOException {
        assertThat(server.get("/api/v1/policy")).contains("partner.example");
        assertThat(server.get("/api/v1/queue/messages")).contains("b0@partner.example", "b4@partner.example");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(server.get("/api/v1/tracking/1")).contains("queued 0"));
        assertThat(server.send("olga", "Kept-since-0.1.0", "GET", "/api/v1/delivery-status", "text/plain", "")
                        .statusCode())
                .isEqualTo(200);
    }

    private void refusesASecondServer(Path of, RunningServer first) throws Exception {
        Ended second = command("serve", "--danegate.data-dir=" + data(of), "--server.port=0");
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.err().strip())
                .startsWith("danegate: could not start: danegate.data-dir: ")
                .contains("is in use by another server (process " + first.pid() + " on ")
                .hasLineCount(1);
        assertThat(second.out()).doesNotContain("APPLICATION FAILED");
        Ended port =
                command("serve", "--danegate.data-dir=" + folder.resolve("third"), "--server.port=" + first.console());
        assertThat(port.status()).isEqualTo(1);
        assertThat(port.err())
                .contains("danegate: could not start: the console cannot listen on 127.0.0.1 port " + first.console()
                        + ": Address already in use.");
    }

    private void releasesItOnce(Path of, int smtp, int sinkPort, Set<Integer> before) throws Exception {
        try (PracticeReceiver sink = PracticeReceiver.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), sinkPort),
                        null,
                        ReceiverBehaviour.good());
                RunningServer server = RunningServer.start(of, "", LONG_AGO)) {
            assertThat(server.get("/api/v1/queue/restored")).contains("\"messages\":");
            // The console answers before listeners are open.
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsInstanceOf(java.net.ConnectException.class)
                    .until(() -> send(smtp, NEW));
            await().atMost(Duration.ofSeconds(60)).until(() -> tags(sink).contains(NEW));
            assertThat(tags(sink)).as("restored mail waits to be released").containsExactly(NEW);
            assertThat(server.mailLog()).contains("messages of the backup of ").contains("are held");

            assertThat(server.send("POST", "/api/v1/queue/restored/release", "application/json", "")
                            .body())
                    .contains("\"released\":");
            await().atMost(Duration.ofSeconds(120))
                    .untilAsserted(() -> assertThat(new TreeSet<>(tags(sink))).containsAll(before));
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> !server.get("/api/v1/queue/messages").contains("@"));
            assertThat(tags(sink)).as("each once").doesNotHaveDuplicates();
            assertThat(server.get("/api/v1/queue/restored")).contains("null");
            Matcher mid = Pattern.compile("MID (\\d+) ICID").matcher(server.mailLog());
            assertThat(mid.find()).isTrue();
            assertThat(Long.parseLong(mid.group(1)))
                    .as("higher than any MID of the old server")
                    .isGreaterThan(1_000_000);
            System.out.printf(
                    "accepted before the backup %d, in all %d, delivered by the restored server %d%n",
                    before.size(), accepted.size(), tags(sink).size());
            tellsOfAPortInUse(server, smtp, sinkPort);
            assertThat(server.stop()).as("exit status after SIGTERM").isZero();
        }
    }

    /// It is told in the log, in health and on the pages, and the other listener goes on.
    private static void tellsOfAPortInUse(RunningServer server, int smtp, int sink) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            commit(server, policy(smtp, sink, taken.getLocalPort()));
            String what = "127.0.0.1 port " + taken.getLocalPort();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(server.printed()).contains(what).contains("Address already in use");
                assertThat(server.get("/actuator/health")).contains("DOWN").contains("Second");
                assertThat(server.get("/api/v1/system-status")).contains("Address already in use");
            });
        }
    }

    @Test
    void what_a_newer_version_wrote_is_refused_in_one_line_with_status_4() throws Exception {
        Path of = unzip(folder.resolve("newer"));
        try (Connection database = DriverManager.getConnection("jdbc:h2:file:" + data(of) + "/db/danegate", "sa", "")) {
            database.createStatement().executeUpdate("""
                    insert into "flyway_schema_history" ("installed_rank", "version", "description", "type", "script",
                        "checksum", "installed_by", "execution_time", "success")
                    values (9999, '9999', 'of the future', 'SQL', 'V9999__of_the_future.sql', 1, 'sa', 1, true)""");
        }
        Ended schema = command("serve", "--danegate.data-dir=" + data(of), "--server.port=0");
        assertThat(schema.status()).isEqualTo(4);
        assertThat(schema.err().strip())
                .startsWith("danegate: could not start: danegate.data-dir: the data in " + data(of)
                        + " were written by Danegate a newer version; this is ")
                .hasLineCount(1);
        assertThat(Path.of(data(of), "FORMAT")).doesNotExist();

        Files.writeString(Path.of(data(of), "FORMAT"), "format=2\nversion=3.1\n");
        Ended format = command("serve", "--danegate.data-dir=" + data(of), "--server.port=0");
        assertThat(format.status()).isEqualTo(4);
        assertThat(format.err().strip())
                .contains("were written by Danegate 3.1; this is ")
                .hasLineCount(1);

        Files.delete(Path.of(data(of), "FORMAT"));
        Path file = Path.of(data(of), "db/danegate.mv.db");
        String head = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        try (RandomAccessFile octets = new RandomAccessFile(file.toFile(), "rw")) {
            spoil(octets, head);
        }
        Ended database = command("serve", "--danegate.data-dir=" + data(of), "--server.port=0");
        assertThat(database.err().strip())
                .contains("the database was written by a newer version")
                .hasLineCount(1);
        assertThat(database.status()).isEqualTo(4);
    }

    /// Raises the number of the file's format in both of its heads, and mends their checksums.
    private static void spoil(RandomAccessFile file, String text) throws IOException {
        for (int at : new int[] {0, 4096}) {
            int end = text.indexOf(",fletcher:", at);
            String head = text.substring(at, end).replaceAll("format:\\d+", "format:9");
            byte[] octets = head.getBytes(StandardCharsets.ISO_8859_1);
            String whole = head + ",fletcher:" + Integer.toHexString(fletcher(octets)) + "\n";
            file.seek(at);
            file.write(whole.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /// The database's own checksum (Fletcher-32 over pairs of octets).
    private static int fletcher(byte[] octets) {
        return org.h2.mvstore.DataUtils.getFletcher32(octets, 0, octets.length);
    }

    private static void commit(RunningServer server, String policy) throws IOException {
        assertThat(server.send("PUT", "/api/v1/policy", "application/yaml", policy)
                        .statusCode())
                .isLessThan(300);
        assertThat(server.send("POST", "/api/v1/policy/commit", "application/json", "{\"comment\": \"test\"}")
                        .body())
                .contains("revision");
    }

    private static String policy(int listener, int sink, int second) {
        return """
                destinationControls:
                  default: { tls: NONE }
                  destinations:
                    - { domain: partner.example, tls: NONE }
                smtpRoutes:
                  - domain: ALL
                    hosts: [ { host: 127.0.0.1, port: %d } ]
                bounceProfiles:
                  - { name: Default, initialRetry: 1s, maxRetryInterval: 2s }
                listeners:
                  - { name: OutgoingMail, address: 127.0.0.1, port: %d }
                  - { name: Second, address: 127.0.0.1, port: %d }
                """.formatted(sink, listener, second);
    }

    private static List<Integer> tags(PracticeReceiver sink) {
        return sink.inbox().all().stream()
                .map(m -> TAG.matcher(m.text()))
                .filter(Matcher::find)
                .map(m -> Integer.valueOf(m.group(1)))
                .toList();
    }

    private List<Thread> send(int port) {
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(Thread.ofVirtual().start(() -> {
                // The receiver remembers a thousand messages.
                while (sending && accepted.size() < 800) {
                    int tag = next.incrementAndGet();
                    try {
                        if (send(port, tag)) {
                            accepted.add(tag);
                        }
                    } catch (IOException gone) {
                        return;
                    }
                }
            }));
        }
        return senders;
    }

    private static boolean send(int port, int tag) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 10_000);
            socket.setSoTimeout(30_000);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            reply(in);
            say(out, in, "EHLO client.example");
            say(out, in, "MAIL FROM:<sender@client.example>");
            say(out, in, "RCPT TO:<someone@kept.example>");
            say(out, in, "DATA");
            return say(out, in, "X-Tag: " + tag + "\r\n\r\nbody\r\n.").startsWith("250");
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

    private Ended command(String... words) throws Exception {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = new ProcessBuilder(PackagedProgram.command(List.of(words)))
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Ended(process.waitFor(), Files.readString(out), Files.readString(err));
    }

    private static String data(Path of) {
        return of.resolve("data").toString();
    }

    /// Unpacks what version 0.1.0 wrote.
    private static Path unzip(Path into) throws IOException {
        try (InputStream file = BackupIT.class.getResourceAsStream("/fixtures/danegate-0.1.0.zip");
                ZipInputStream zip = new ZipInputStream(java.util.Objects.requireNonNull(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path to = into.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(to);
                } else {
                    Files.createDirectories(to.getParent());
                    Files.copy(zip, to);
                }
            }
        }
        return into;
    }
}
