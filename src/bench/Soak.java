import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The gateway under mixed faults for half an hour: receivers that work, refuse connections, say nothing, greylist, say
/// 421, break off in the message, refuse recipients, and break TLS; a route that makes DANE fail; a resolver that turns
/// from silence to SERVFAIL, to rubbish, to forged denials. Mail that cannot be delivered bounces after two minutes, so
/// that the amount of waiting mail stays the same. Prints memory, threads, files and the queue twice a minute, each
/// after a full collection, and whether they stay flat. In the end every message that the gateway accepted must have
/// reached a receiver or, as a bounce, its sender. A message that has not is lost, and the exit status is 1.
///
/// With a number of seconds as third word the gateway is killed (SIGKILL) that often and started again on its data. The
/// benchmark commits another policy every ten seconds, and bounces what waits for silent receivers every four minutes.
///
/// With `disk` as a further word (only as root, Linux) the data directory is a file system of its own, of 3 GiB, that
/// is filled to its last octet for five seconds every 45. With `clock` (a C compiler, `cc`) the wall clock of the
/// gateway jumps every 20 seconds, by up to five minutes back and forth, until eleven minutes before the end.
///
/// Usage: `java src/bench/Soak.java target/danegate.jar [minutes] [messages per second] [seconds between kills, 0 for
/// none] [disk] [clock]`
public class Soak {

    private static final String[] FAULTS = {
        "good",
        "good",
        "good",
        "refusing",
        "silent",
        "greylist",
        "closing",
        "breaking",
        "unknown",
        "badtls",
        "dane",
        "nodns"
    };
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final AtomicLong SENT = new AtomicLong();
    private static final AtomicLong TAKEN = new AtomicLong();
    private static final AtomicInteger REFUSED = new AtomicInteger();
    private static final ConcurrentHashMap<String, Boolean> GREYLISTED = new ConcurrentHashMap<>();

    private static final BitSet ACCEPTED = new BitSet();
    private static final BitSet ENDED = new BitSet();
    private static final AtomicLong TWICE = new AtomicLong();
    private static final AtomicInteger KILLS = new AtomicInteger();
    private static final AtomicInteger COMMITS = new AtomicInteger();
    private static final AtomicInteger FILLED = new AtomicInteger();
    private static final AtomicInteger JUMPS = new AtomicInteger();
    private static final Pattern NUMBER = Pattern.compile("^Subject: soak (\\d+)$");
    private static final Pattern RETURNED = Pattern.compile("^RCPT TO:<s(\\d+)@home\\.good\\.example>.*");
    private static volatile boolean done;

    private record Sample(double minute, long heap, long resident, long threads, long files, long waiting) {}

    public static void main(String[] args) throws Exception {
        Path jar = Path.of(args[0]).toAbsolutePath();
        int minutes = args.length > 1 ? Integer.parseInt(args[1]) : 30;
        int rate = args.length > 2 ? Integer.parseInt(args[2]) : 50;
        Path folder = Files.createTempDirectory("danegate-soak");
        int smtp = freePort();
        int http = freePort();
        Path policy = Files.writeString(folder.resolve("policy.yml"), policy(smtp));
        int killEvery = args.length > 3 ? Integer.parseInt(args[3]) : 0;
        String text = Files.readString(policy);
        List<String> words = List.of(args).subList(Math.min(3, args.length), args.length);
        Path data = Files.createDirectory(folder.resolve("data"));
        Path clock = words.contains("clock") ? Files.write(folder.resolve("clock"), new byte[8]) : null;
        if (clock != null) {
            run(
                    "cc",
                    "-shared",
                    "-fPIC",
                    "-O2",
                    "-o",
                    folder.resolve("clock.so").toString(),
                    "src/bench/soak/clock.c");
        }
        if (words.contains("disk")) {
            mount(folder.resolve("disk.img"), data);
        }
        Gateway gateway = new Gateway(jar, folder, policy, http, clock);
        try {
            gateway.start();
            if (words.contains("disk")) {
                Thread.ofPlatform().daemon().start(() -> fill(data.resolve("ballast")));
            }
            if (clock != null) {
                Thread.ofVirtual().start(() -> turn(clock, minutes));
            }
            Thread source = Thread.ofVirtual().start(() -> source(smtp, rate));
            Thread.ofVirtual().start(() -> commit(http, text));
            Thread.ofVirtual().start(() -> bounce(http));
            if (killEvery > 0) {
                Thread.ofVirtual().start(() -> kill(gateway, killEvery));
            }
            List<Sample> samples = watch(gateway, http, minutes);
            done = true;
            source.interrupt();
            try (HttpClient client = HttpClient.newHttpClient()) {
                bounceSilent(client, http);
            }
            long lost = settle();
            System.out.printf(
                    "sent %d, refused or unanswered by the listener %d, taken by receivers %d (%d of them twice), kills %d,"
                            + " commits %d, disk filled %d times, clock turned %d times, LOST %d%n",
                    SENT.get(),
                    REFUSED.get(),
                    TAKEN.get(),
                    TWICE.get(),
                    KILLS.get(),
                    COMMITS.get(),
                    FILLED.get(),
                    JUMPS.get(),
                    lost);
            verdict(samples);
            gateway.stop();
            System.exit(lost == 0 ? 0 : 1);
        } finally {
            gateway.stop();
            if (words.contains("disk")) {
                run("umount", "-l", data.toString());
            }
        }
    }

    private static void mount(Path image, Path folder) throws Exception {
        run("truncate", "-s", "3G", image.toString());
        run("mkfs.ext4", "-q", image.toString());
        run("mount", "-o", "loop", image.toString(), folder.toString());
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    private static void run(String... command) throws Exception {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
    }

    /// Fills the disk for five seconds, every 45.
    private static void fill(Path ballast) {
        try {
            while (!done) {
                TimeUnit.SECONDS.sleep(40);
                long until = System.nanoTime() + 5_000_000_000L;
                while (System.nanoTime() < until && !done) {
                    long room = Files.getFileStore(ballast.getParent()).getUsableSpace() >> 10;
                    long has = Files.exists(ballast) ? Files.size(ballast) >> 10 : 0;
                    new ProcessBuilder("fallocate", "-l", (has + room) + "KiB", ballast.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor();
                    TimeUnit.MILLISECONDS.sleep(200);
                }
                Files.deleteIfExists(ballast);
                FILLED.incrementAndGet();
            }
        } catch (Exception e) {
            System.out.println("the disk is not filled any more: " + e);
        }
    }

    private static void turn(Path clock, int minutes) {
        Random random = new Random(2);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes - 11);
        try {
            while (!done && System.nanoTime() < end) {
                TimeUnit.SECONDS.sleep(20);
                int[] jumps = {-300, -30, -1, 0, 1, 30, 300};
                write(clock, jumps[random.nextInt(jumps.length)]);
                JUMPS.incrementAndGet();
            }
            write(clock, 0);
        } catch (Exception e) {
            System.out.println("the clock is not turned any more: " + e);
        }
    }

    private static void write(Path clock, long seconds) throws IOException {
        try (FileChannel file = FileChannel.open(clock, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.nativeOrder())
                    .putLong(seconds)
                    .flip());
        }
    }

    /// The gateway's process, or the one that came after it.
    private static final class Gateway {

        private final Path jar;
        private final Path folder;
        private final Path policy;
        private final int http;
        private final Path clock;
        private volatile Process process;

        Gateway(Path jar, Path folder, Path policy, int http, Path clock) {
            this.clock = clock;
            this.jar = jar;
            this.folder = folder;
            this.policy = policy;
            this.http = http;
        }

        void start() throws Exception {
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-jar",
                            jar.toString(),
                            "--server.port=" + http,
                            "--danegate.data-dir=" + folder.resolve("data"),
                            "--danegate.policy-file=" + policy,
                            "--danegate.hostname=gateway.example",
                            "--danegate.admin-password=benchmark-only-1")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("out.log").toFile()));
            if (clock != null) {
                builder.environment()
                        .put("LD_PRELOAD", clock.resolveSibling("clock.so").toString());
                builder.environment().put("SOAK_CLOCK", clock.toString());
            }
            process = builder.start();
            awaitReady(process, http);
        }

        long pid() {
            return process.pid();
        }

        void kill() throws Exception {
            process.destroyForcibly().waitFor();
        }

        void stop() throws Exception {
            process.destroy();
            process.waitFor();
        }
    }

    private static void kill(Gateway gateway, int every) {
        while (!done) {
            try {
                TimeUnit.SECONDS.sleep(every);
                if (!done) {
                    gateway.kill();
                    KILLS.incrementAndGet();
                    gateway.start();
                }
            } catch (Exception e) {
                System.out.println("the gateway does not start again: " + e);
            }
        }
    }

    /// Bounces what waits for the silent receivers every four minutes, as an administrator would: their attempts
    /// take five minutes each, and kills more often than that would never let one end.
    private static void bounce(int http) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!done) {
                TimeUnit.MINUTES.sleep(4);
                bounceSilent(client, http);
            }
        } catch (InterruptedException e) {
            return;
        }
    }

    private static void bounceSilent(HttpClient client, int http) throws InterruptedException {
        String basic = Base64.getEncoder().encodeToString("admin:benchmark-only-1".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 5; i++) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http
                            + "/api/v1/queue/destinations/silent" + i + ".silent.example/bounce"))
                    .header("Authorization", "Basic " + basic)
                    .timeout(Duration.ofMinutes(2))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            try {
                client.send(request, HttpResponse.BodyHandlers.discarding());
            } catch (IOException down) {
                // Killed just now.
            }
        }
    }

    /// Commits another limit every ten seconds.
    private static void commit(int http, String policy) {
        String basic = Base64.getEncoder().encodeToString("admin:benchmark-only-1".getBytes(StandardCharsets.UTF_8));
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int n = 0; !done; n++) {
                TimeUnit.SECONDS.sleep(10);
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/api/v1/policy"))
                        .header("Authorization", "Basic " + basic)
                        .header("Content-Type", "application/yaml")
                        .timeout(Duration.ofSeconds(20))
                        .PUT(HttpRequest.BodyPublishers.ofString(policy.replace(
                                "tls: PREFERRED }",
                                "tls: PREFERRED, concurrentConnections: " + (100 + n % 400) + " }")))
                        .build();
                HttpRequest commit = HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + http + "/api/v1/policy/commit"))
                        .header("Authorization", "Basic " + basic)
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"comment\": \"soak\"}"))
                        .build();
                try {
                    client.send(request, HttpResponse.BodyHandlers.discarding());
                    int status = client.send(commit, HttpResponse.BodyHandlers.discarding())
                            .statusCode();
                    COMMITS.addAndGet(status < 300 ? 1 : 0);
                } catch (IOException down) {
                    // Killed just now.
                }
            }
        } catch (InterruptedException e) {
            return;
        }
    }

    /// Waits until every accepted message is delivered or bounced, for as long as the bounce profile allows and a
    /// minute more.
    ///
    /// @return messages that are not
    private static long settle() throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            if (missing() == 0) {
                return 0;
            }
            TimeUnit.SECONDS.sleep(1);
        }
        return missing();
    }

    private static long missing() {
        synchronized (ACCEPTED) {
            BitSet missing = (BitSet) ACCEPTED.clone();
            missing.andNot(ENDED);
            return missing.cardinality();
        }
    }

    private static void ended(Matcher number) {
        if (number.matches()) {
            synchronized (ACCEPTED) {
                int n = Integer.parseInt(number.group(1));
                TWICE.addAndGet(ENDED.get(n) ? 1 : 0);
                ENDED.set(n);
            }
        }
    }

    private static List<Sample> watch(Gateway gateway, int http, int minutes) throws Exception {
        List<Sample> samples = new ArrayList<>();
        long start = System.nanoTime();
        System.out.println("minute  heap after GC MiB  resident MiB  threads  files  waiting  sent  taken");
        for (int i = 1; i <= minutes * 2; i++) {
            TimeUnit.NANOSECONDS.sleep(start + i * 30_000_000_000L - System.nanoTime());
            Sample s;
            try {
                s = sample(gateway.pid(), http, i / 2.0);
            } catch (IOException down) {
                System.out.printf("%6.1f  down: %s%n", i / 2.0, down);
                continue;
            }
            samples.add(s);
            System.out.printf(
                    "%6.1f  %17.1f  %12d  %7d  %5d  %7d  %d  %d%n",
                    s.minute(),
                    s.heap() / 1024.0,
                    s.resident() >> 10,
                    s.threads(),
                    s.files(),
                    s.waiting(),
                    SENT.get(),
                    TAKEN.get());
        }
        return samples;
    }

    private static Sample sample(long pid, int http, double minute) throws Exception {
        jcmd(pid, "GC.run");
        Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
        long heap = used.find() ? Long.parseLong(used.group(1)) : -1;
        long resident = 0;
        long threads = 0;
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            resident = line.startsWith("VmRSS:") ? Long.parseLong(line.replaceAll("\\D", "")) : resident;
            threads = line.startsWith("Threads:") ? Long.parseLong(line.replaceAll("\\D", "")) : threads;
        }
        long files;
        try (var open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            files = open.count();
        }
        return new Sample(minute, heap, resident, threads, files, waiting(http));
    }

    private static String jcmd(long pid, String command) throws Exception {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return said;
    }

    private static long waiting(int http) throws Exception {
        String basic = Base64.getEncoder().encodeToString("admin:benchmark-only-1".getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/actuator/prometheus"))
                .header("Authorization", "Basic " + basic)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String body =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return body.lines()
                    .filter(l -> l.matches("danegate[a-z_]*active_recipients(\\{.*})? .*"))
                    .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' '))))
                    .mapToLong(d -> (long) d)
                    .sum();
        }
    }

    /// Compares the middle third with the last: the first is the warm-up.
    private static void verdict(List<Sample> samples) {
        int third = samples.size() / 3;
        if (third == 0) {
            return;
        }
        List<Sample> middle = samples.subList(third, 2 * third);
        List<Sample> last = samples.subList(2 * third, samples.size());
        report(
                "heap after GC",
                middle.stream().mapToLong(Sample::heap).sorted().toArray(),
                last.stream().mapToLong(Sample::heap).sorted().toArray());
        report(
                "resident",
                middle.stream().mapToLong(Sample::resident).sorted().toArray(),
                last.stream().mapToLong(Sample::resident).sorted().toArray());
        report(
                "threads",
                middle.stream().mapToLong(Sample::threads).sorted().toArray(),
                last.stream().mapToLong(Sample::threads).sorted().toArray());
        report(
                "files",
                middle.stream().mapToLong(Sample::files).sorted().toArray(),
                last.stream().mapToLong(Sample::files).sorted().toArray());
    }

    private static void report(String what, long[] middle, long[] last) {
        double ratio = last[last.length / 2] / (double) Math.max(1, middle[middle.length / 2]);
        System.out.printf(
                "%s: median of the last third %d, of the middle third %d, ratio %.2f: %s%n",
                what, last[last.length / 2], middle[middle.length / 2], ratio, ratio <= 1.10 ? "flat" : "GROWING");
    }

    private static void source(int port, int rate) {
        Random random = new Random(1);
        Semaphore atOnce = new Semaphore(20);
        long start = System.nanoTime();
        for (long n = 0; !done; n++) {
            try {
                TimeUnit.NANOSECONDS.sleep(start + n * 1_000_000_000L / rate - System.nanoTime());
                atOnce.acquire();
            } catch (InterruptedException e) {
                return;
            }
            String fault = FAULTS[random.nextInt(FAULTS.length)];
            String domain = (fault.equals("good") ? "good" + random.nextInt(200) : fault + random.nextInt(5)) + "."
                    + fault + ".example";
            long number = n;
            Thread.ofVirtual().start(() -> {
                try {
                    send(port, domain, number);
                } catch (IOException e) {
                    REFUSED.incrementAndGet();
                } finally {
                    atOnce.release();
                }
            });
        }
    }

    private static void send(int port, String domain, long number) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            expect(in, "220");
            say(out, in, "EHLO source.example", "250");
            say(out, in, "MAIL FROM:<s" + number + "@home.good.example>", "250");
            say(out, in, "RCPT TO:<r" + number + "@" + domain + ">", "250");
            say(out, in, "DATA", "354");
            say(out, in, "Subject: soak " + number + "\r\n\r\n" + "text of the message\r\n".repeat(100) + ".", "250");
            SENT.incrementAndGet();
            synchronized (ACCEPTED) {
                ACCEPTED.set((int) number);
            }
        }
    }

    private static void say(OutputStream out, BufferedReader in, String line, String code) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        expect(in, code);
    }

    private static void expect(BufferedReader in, String code) throws IOException {
        String line = in.readLine();
        while (line != null && line.startsWith("-", 3)) {
            line = in.readLine();
        }
        if (line == null || !line.startsWith(code)) {
            throw new IOException("not " + code + ": " + line);
        }
    }

    private static int receiver(String fault) throws IOException {
        ServerSocket server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (true) {
                try {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> converse(socket, fault));
                } catch (IOException e) {
                    return;
                }
            }
        });
        return server.getLocalPort();
    }

    private static void converse(Socket socket, String fault) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(60_000);
            InputStream in = socket.getInputStream();
            if (fault.equals("silent")) {
                in.readAllBytes();
                return;
            }
            OutputStream out = socket.getOutputStream();
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
            answer(out, "220 here");
            int messages = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String word = line.substring(0, Math.min(4, line.length()));
                if (fault.equals("closing") && word.equals("MAIL") && ++messages > 2) {
                    answer(out, "421 4.3.2 closing");
                    return;
                }
                ended(RETURNED.matcher(line));
                switch (word) {
                    case "EHLO" ->
                        answer(out, fault.equals("badtls") ? "250-here\r\n250 STARTTLS" : "250-here\r\n250 PIPELINING");
                    case "STAR" -> answer(out, "220 go\r\nthis is no TLS");
                    case "RCPT" -> answer(out, recipient(line, fault));
                    case "DATA" -> {
                        answer(out, "354 go on");
                        String subject = "";
                        boolean header = true;
                        for (String text = lines.readLine();
                                text != null && !text.equals(".");
                                text = lines.readLine()) {
                            if (fault.equals("breaking")) {
                                return;
                            }
                            header &= !text.isEmpty();
                            subject = header && NUMBER.matcher(text).matches() ? text : subject;
                        }
                        TAKEN.incrementAndGet();
                        ended(NUMBER.matcher(subject));
                        answer(out, "250 2.0.0 taken");
                    }
                    case "QUIT" -> {
                        answer(out, "221 bye");
                        return;
                    }
                    default -> answer(out, "250 2.0.0 ok");
                }
            }
        } catch (IOException gone) {
            // The gateway hung up.
        }
    }

    private static String recipient(String line, String fault) {
        return switch (fault) {
            case "unknown" -> "550 5.1.1 no such user";
            case "greylist" ->
                GREYLISTED.remove(line) == null && GREYLISTED.put(line, true) == null
                        ? "451 4.7.1 greylisted"
                        : "250 2.1.5 ok";
            default -> "250 2.1.5 ok";
        };
    }

    /// A resolver that gets worse every ten seconds: nothing, SERVFAIL, rubbish, then a denial without a proof.
    private static int resolver() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> {
            byte[] octets = new byte[1500];
            while (true) {
                try {
                    DatagramPacket packet = new DatagramPacket(octets, octets.length);
                    socket.receive(packet);
                    int kind = (int) (System.nanoTime() / 10_000_000_000L) & 3;
                    octets[2] |= (byte) 0x80;
                    octets[3] = (byte) (0x80 | (kind == 1 ? 2 : 3));
                    if (kind == 2) {
                        octets[5] = 9;
                    }
                    if (kind != 0) {
                        socket.send(packet);
                    }
                } catch (IOException e) {
                    // The next question.
                }
            }
        });
        return socket.getLocalPort();
    }

    private static void answer(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static String policy(int smtp) throws IOException {
        StringBuilder routes = new StringBuilder();
        for (String fault : List.of("good", "silent", "greylist", "closing", "breaking", "unknown", "badtls")) {
            routes.append("  - { domain: .%s.example, hosts: [ { host: 127.0.0.1, port: %d } ] }%n"
                    .formatted(fault, receiver(fault)));
        }
        routes.append(
                "  - { domain: .refusing.example, hosts: [ { host: 127.0.0.1, port: %d } ] }%n".formatted(freePort()));
        routes.append("  - { domain: .dane.example, hosts: [ { host: 127.0.0.1, port: 25 } ] }\n");
        return """
                dns: { servers: [ { address: 127.0.0.1, port: %d } ], timeout: 1s }
                destinationControls:
                  default: { tls: PREFERRED }
                  destinations:
                    - { domain: .badtls.example, tls: REQUIRED }
                    - { domain: .dane.example, tls: REQUIRED, dane: MANDATORY }
                smtpRoutes:
                %s
                bounceProfiles:
                  - { name: Default, initialRetry: 5s, maxRetryInterval: 20s, maxTimeInQueue: 120s, maxRetries: 100 }
                listeners:
                  - { name: OutgoingMail, address: 127.0.0.1, port: %d }
                """.formatted(resolver(), routes, smtp);
    }

    private static void awaitReady(Process gateway, int http) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + http + "/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 900 && gateway.isAlive(); i++) {
                try {
                    if (client.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException notYet) {
                    // Asked again.
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
        throw new IOException("the gateway does not start");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
