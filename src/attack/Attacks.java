import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Attacks a running gateway, each attack on a server of its own in a data directory of its own, only on loopback and
/// for a bounded time. Prints a row with the result of each; the exit status is 1 when one of them ended the gateway,
/// kept it from serving others, or lost mail.
///
/// Usage: `java src/attack/Attacks.java target/danegate.jar [--heap 512m] [--java-options "-XX:+UseSerialGC"] [--short]
/// [attack]...`; the short form makes smaller attacks, one after another on one server, in a minute or two.
public class Attacks {

    private static final Duration LONGEST = Duration.ofSeconds(300);
    private static final int MEGABYTE = 1 << 20;

    private final Path jar;
    private final String heap;
    private final List<String> javaOptions;
    private final boolean brief;

    Attacks(Path jar, String heap, List<String> javaOptions, boolean brief) {
        this.jar = jar;
        this.heap = heap;
        this.javaOptions = javaOptions;
        this.brief = brief;
    }

    /// A figure of the whole attack, or of the short one.
    private int size(int whole, int small) {
        return brief ? small : whole;
    }

    /// The result of an attack.
    ///
    /// @param held whether the gateway does what it promises
    record Result(boolean held, String figures) {}

    @FunctionalInterface
    interface Attack {
        Result run(Gateway gateway) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        List<String> words = new ArrayList<>(Arrays.asList(args));
        String heap = "512m";
        int option = words.indexOf("--heap");
        if (option >= 0) {
            heap = words.get(option + 1);
            words.subList(option, option + 2).clear();
        }
        String options = "-XX:+UseSerialGC";
        option = words.indexOf("--java-options");
        if (option >= 0) {
            options = words.get(option + 1);
            words.subList(option, option + 2).clear();
        }
        boolean brief = words.remove("--short");
        if (words.isEmpty()) {
            System.err.println("java src/attack/Attacks.java target/danegate.jar [--heap 512m] [--short] [attack]...");
            System.exit(2);
        }
        boolean held = new Attacks(
                        Path.of(words.removeFirst()).toAbsolutePath(), heap, List.of(options.split(" ")), brief)
                .run(words);
        System.exit(held ? 0 : 1);
    }

    private Map<String, Attack> attacks() {
        Map<String, Attack> all = new LinkedHashMap<>();
        all.put("announced-forms", this::announcedForms);
        all.put("slow-receivers", gateway -> receivers(gateway, size(40, 8), size(15, 3) * MEGABYTE, MEGABYTE));
        all.put("stuck-receivers", gateway -> receivers(gateway, size(24, 6), 19 * MEGABYTE, 0));
        all.put("unfinished-messages", this::unfinishedMessages);
        all.put("flood-of-commands", this::floodOfCommands);
        all.put("idle-connections", this::idleConnections);
        all.put("slow-forms", this::slowForms);
        all.put("policy-bombs", this::bombs);
        all.put("stuck-destinations", this::stuckDestinations);
        return all;
    }

    private boolean run(List<String> wanted) throws Exception {
        Map<String, Attack> chosen = attacks();
        if (!wanted.isEmpty()) {
            chosen.keySet().retainAll(wanted);
        }
        System.out.printf("%-20s %-6s %-7s %s%n", "attack", "heap", "held", "figures");
        return brief ? runOnOne(chosen) : runEach(chosen);
    }

    private boolean runEach(Map<String, Attack> chosen) {
        boolean held = true;
        for (Map.Entry<String, Attack> attack : chosen.entrySet()) {
            try (Gateway gateway = new Gateway(jar, heap, javaOptions)) {
                held &= run(attack.getKey(), attack.getValue(), gateway);
            } catch (Exception e) {
                held &= tell(attack.getKey(), new Result(false, e.toString()));
            }
        }
        return held;
    }

    private boolean runOnOne(Map<String, Attack> chosen) throws Exception {
        boolean held = true;
        try (Gateway gateway = new Gateway(jar, heap, javaOptions)) {
            for (Map.Entry<String, Attack> attack : chosen.entrySet()) {
                held &= run(attack.getKey(), attack.getValue(), gateway);
            }
        }
        return held;
    }

    private boolean run(String name, Attack attack, Gateway gateway) {
        try {
            gateway.hold();
            Result itself = attack.run(gateway);
            String after = gateway.health();
            return tell(
                    name, new Result(itself.held() && after.isEmpty(), itself.figures() + gateway.figures() + after));
        } catch (Exception e) {
            return tell(name, new Result(false, e.toString()));
        }
    }

    private boolean tell(String name, Result result) {
        System.out.printf("%-20s %-6s %-7s %s%n", name, heap, result.held() ? "yes" : "NO", result.figures());
        return result.held();
    }

    /// Clients without an account announce a form of a million octets and send two.
    private Result announcedForms(Gateway gateway) throws Exception {
        List<Socket> open = new ArrayList<>();
        int answered = 0;
        for (int i = 0; i < 600; i++) {
            try {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.http);
                socket.setSoTimeout(1);
                socket.getOutputStream()
                        .write(("POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                                        + "application/x-www-form-urlencoded\r\nContent-Length: 1000000\r\n\r\na=")
                                .getBytes(StandardCharsets.US_ASCII));
                open.add(socket);
            } catch (IOException refused) {
                answered++;
            }
        }
        boolean served = gateway.takesMail();
        for (Socket socket : open) {
            try (socket) {
                socket.getInputStream().read();
                answered++;
            } catch (IOException silent) {
                continue;
            }
        }
        return new Result(served, "600 announced, " + answered + " answered or refused; mail meanwhile " + served);
    }

    /// Sends large messages for many destinations whose receivers read them slowly, or not at all.
    ///
    /// @param rate octets a second that a receiver reads, 0 for none
    private Result receivers(Gateway gateway, int destinations, int size, int rate) throws Exception {
        try (Receivers receivers = new Receivers(gateway.receiver, rate, Math.min(20, destinations))) {
            for (int i = 0; i < destinations; i++) {
                gateway.send("someone@d" + i + ".large.example", size);
            }
            long start = System.nanoTime();
            gateway.release();
            if (rate == 0) {
                receivers.reached.await(60, TimeUnit.SECONDS);
                boolean served = gateway.takesMail();
                return new Result(served, destinations + " messages held up; mail meanwhile " + served);
            }
            while (receivers.messages.get() < destinations && elapsed(start) < LONGEST.toSeconds() && gateway.lives()) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
            return new Result(
                    receivers.messages.get() == destinations,
                    receivers.messages + " of " + destinations + " delivered in " + elapsed(start) + " s");
        }
    }

    /// Messages of nine million octets that never end.
    private Result unfinishedMessages(Gateway gateway) throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            byte[] line = ("x".repeat(998) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            int messages = size(14, 4);
            for (int i = 0; i < messages; i++) {
                Socket socket = gateway.conversation("someone@d0.large.example");
                open.add(socket);
                OutputStream out = socket.getOutputStream();
                for (int n = 0; n < 9_000; n++) {
                    out.write(line);
                }
                out.flush();
            }
            boolean served = gateway.takesMail();
            return new Result(served, messages + " messages of 9 MB unfinished; mail meanwhile " + served);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    /// Sends mail to more silent destinations than there are connections, and mail for others.
    private Result stuckDestinations(Gateway gateway) throws Exception {
        int destinations = size(3000, 600);
        try (Receivers stuck = new Receivers(gateway.receiver, 0, 50);
                Receivers good = new Receivers(gateway.quick, 1000 * MEGABYTE, 1)) {
            for (int i = 0; i < destinations; i++) {
                gateway.send("someone@d" + i + ".large.example", 1000);
            }
            gateway.release();
            stuck.reached.await(60, TimeUnit.SECONDS);
            // Long enough that all connections are taken, if they can be.
            TimeUnit.SECONDS.sleep(size(10, 3));
            long start = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                // Names that earlier attacks have not used, because their mail may still be waiting for
                // its next attempt.
                gateway.send("someone@fresh" + i + ".quick.example", 1000);
            }
            while (good.messages.get() < 20 && elapsed(start) < 120) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            return new Result(
                    good.messages.get() == 20,
                    destinations + " destinations stuck; " + good.messages + " of 20 others delivered in "
                            + elapsed(start) + " s");
        }
    }

    /// A client of the listener begins and drops messages for ten seconds.
    private Result floodOfCommands(Gateway gateway) throws Exception {
        long before = gateway.logSize();
        long commands = 0;
        int conversations = 0;
        long start = System.nanoTime();
        byte[] some = "MAIL FROM:<a@attacker.example>\r\nRSET\r\n".repeat(50).getBytes(StandardCharsets.US_ASCII);
        while (elapsed(start) < size(10, 3)) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.smtp)) {
                conversations++;
                socket.setSoTimeout(2_000);
                socket.getOutputStream().write("HELO attacker.example\r\n".getBytes(StandardCharsets.US_ASCII));
                byte[] answers = new byte[64 << 10];
                while (elapsed(start) < size(10, 3)) {
                    socket.getOutputStream().write(some);
                    commands += 100;
                    if (socket.getInputStream().read(answers) < 0) {
                        break;
                    }
                }
            } catch (IOException ended) {
                continue;
            }
        }
        boolean served = gateway.takesMail();
        long grown = gateway.logSize() - before;
        return new Result(
                served && grown < MEGABYTE,
                commands + " commands sent in " + conversations + " conversations; the log grew by " + grown / 1024
                        + " KiB; mail meanwhile " + served);
    }

    /// Opens two thousand connections from one address that say nothing.
    private Result idleConnections(Gateway gateway) throws Exception {
        List<Socket> open = new ArrayList<>();
        InetAddress attacker = InetAddress.getByName("127.0.0.66");
        try {
            int connections = size(2000, 500);
            for (int i = 0; i < connections; i++) {
                open.add(new Socket(InetAddress.getLoopbackAddress(), gateway.smtp, attacker, 0));
            }
            boolean served = gateway.takesMail();
            return new Result(
                    served, connections + " idle connections of one address; mail of another one meanwhile " + served);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    /// Sends three thousand forms an octet at a time.
    private Result slowForms(Gateway gateway) throws Exception {
        List<Socket> open = new ArrayList<>();
        InetAddress attacker = InetAddress.getByName("127.0.0.66");
        try {
            int forms = size(3000, 1000);
            for (int i = 0; i < forms; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.http, attacker, 0);
                open.add(socket);
                say(
                        socket,
                        "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                                + "application/x-www-form-urlencoded\r\nContent-Length: 10000\r\n\r\n");
            }
            boolean served = true;
            long start = System.nanoTime();
            while (elapsed(start) < size(10, 3)) {
                open.forEach(socket -> say(socket, "a"));
                served &= gateway.health().isEmpty();
                TimeUnit.MILLISECONDS.sleep(500);
            }
            return new Result(served, forms + " forms, an octet at a time; console and mail meanwhile " + served);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    /// Sends text to a gateway that may have hung up.
    private static void say(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            return;
        }
    }

    /// Loads policies that are small but expand to much, or are just large, from an account that may load them.
    private Result bombs(Gateway gateway) throws Exception {
        StringBuilder aliases = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 40; i++) {
            aliases.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1)));
        }
        Map<String, String> policies = new LinkedHashMap<>();
        policies.put("aliases", aliases.toString());
        policies.put("entries", "destinationControls:\n  entries:\n" + "  - { domain: a.example }\n".repeat(300_000));
        policies.put("octets", "# " + "x".repeat(60 * MEGABYTE));
        boolean held = true;
        StringBuilder figures = new StringBuilder();
        for (Map.Entry<String, String> policy : policies.entrySet()) {
            long start = System.nanoTime();
            int status = gateway.loads(policy.getValue());
            long millis = (System.nanoTime() - start) / 1_000_000;
            held &= (status == 400 || status == 413 || status == 422) && millis < 20_000;
            figures.append(policy.getKey())
                    .append(": ")
                    .append(status)
                    .append(" in ")
                    .append(millis)
                    .append(" ms; ");
        }
        boolean served = gateway.takesMail();
        return new Result(held && served, figures + "mail meanwhile " + served);
    }

    private static long elapsed(long start) {
        return (System.nanoTime() - start) / 1_000_000_000;
    }
}
