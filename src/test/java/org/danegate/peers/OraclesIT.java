package org.danegate.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.dns.QueryLog;
import org.danegate.dns.ValidatingLookup;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.Sha1Signatures;
import org.danegate.practice.PracticeNetwork;
import org.danegate.practice.PracticeSettings;
import org.danegate.practice.PracticeStory;
import org.danegate.practice.PracticeStory.Ending;
import org.danegate.practice.ReceiverBehaviour;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Compares what unbound, delv and Postfix say of every practice domain with what Danegate says. Each difference is
/// listed with its reason in `docs/dane.md`, and here: a new one fails, and so does one that is gone.
class OraclesIT {

    private static final String ORACLE = "127.0.0.153";

    /// Where unbound refuses every question, with an extended error.
    private static final String REFUSING = "127.0.0.154";

    private static Path folder;
    private static PracticeNetwork network;
    private static Process unbound;
    private static Process refusing;
    private static ValidatingLookup lookup;

    @BeforeAll
    static void start() throws Exception {
        Peers.require("/usr/sbin/unbound", "unbound");
        Peers.require("/usr/bin/delv", "bind9-dnsutils");
        Peers.require("/usr/sbin/posttls-finger", "postfix");
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "port 53 is for root alone");
        folder = Files.createTempDirectory("danegate-oracles");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        network = PracticeNetwork.start();
        network.receiver("mx.drips.practice")
                .orElseThrow()
                .behave(ReceiverBehaviour.good().drip(Duration.ofMillis(20), 30));
        network.receiver("mx.slow.practice")
                .orElseThrow()
                .behave(ReceiverBehaviour.good().delay(Duration.ofMillis(100)));
        // The peers validate SHA-1 signatures, which Danegate does only when it is set to.
        DnsSettings dns =
                PracticeSettings.dns(network, folder, Duration.ofSeconds(2)).with(Sha1Signatures.VALIDATED);
        startUnbound(folder.resolve("root.anchor"));
        lookup = new ValidatingLookup(() -> dns, InstantSource.system(), QueryLog.NONE);
    }

    @AfterAll
    static void stop() throws Exception {
        Stream.of(unbound, refusing).filter(Objects::nonNull).forEach(Process::destroy);
        if (network != null) {
            network.close();
        }
    }

    /// Seconds that Postfix's tool waits for a connection, and for each reply.
    private static final int QUICK = 5;

    private static final int PATIENT = 30;

    /// Characters of a name without its final dot (RFC 1035 section 2.3.4).
    private static final int LONGEST_NAME = 253;

    @Test
    void unbound_and_delv_say_the_same_of_every_practice_name() throws Exception {
        Map<String, String> ours = new TreeMap<>();
        for (PracticeStory story : network.stories()) {
            DomainName domain = DomainName.parse(story.domain());
            Answer<MxRecord> mx = lookup.mx(domain);
            ours.put(domain + " MX", word(mx));
            for (DomainName host : hosts(domain, mx)) {
                ours.put(host + " A", word(lookup.a(host)));
                String prefix = "_" + network.deliveryPort() + "._tcp";
                // A name too long for the prefix has no TLSA record that anybody could ask for.
                if (host.ascii().length() + prefix.length() < LONGEST_NAME) {
                    DomainName owner = host.prepend(prefix);
                    ours.put(owner + " TLSA", word(lookup.tlsa(owner)));
                }
            }
        }
        Map<String, String> byUnbound = new TreeMap<>();
        Map<String, String> byDelv = new TreeMap<>();
        for (String question : ours.keySet()) {
            String[] parts = question.split(" ");
            byUnbound.put(question, askUnbound(parts[0], parts[1]));
            byDelv.put(question, askDelv(parts[0], parts[1]));
        }

        assertThat(differences(ours, byUnbound)).as("unbound").isEmpty();
        assertThat(differences(ours, byDelv)).as("delv").isEmpty();
    }

    @Test
    void postfix_gives_the_same_verdicts_but_for_the_reasons_in_the_documentation() throws Exception {
        Assumptions.assumeTrue(
                run("unshare", "-m", "true").status() == 0, "posttls-finger needs a resolv.conf of its own");
        Map<String, String> ours = new TreeMap<>();
        Map<String, Future<String>> asked = new TreeMap<>();
        try (ExecutorService some = Executors.newFixedThreadPool(4)) {
            for (PracticeStory story : network.stories()) {
                ours.put(story.domain() + " dane", verdict(story.opportunistic()));
                // At this level the tool still connects without DANE; only "verified" says something.
                ours.put(story.domain() + " dane-only", verified(verdict(story.mandatory())));
                for (String level : List.of("dane", "dane-only")) {
                    Callable<String> ask = () -> askPostfix(story.domain(), level, QUICK);
                    asked.put(story.domain() + " " + level, some.submit(ask));
                }
            }
        }
        Map<String, String> postfix = new TreeMap<>();
        for (Map.Entry<String, Future<String>> each : asked.entrySet()) {
            postfix.put(each.getKey(), compared(each.getKey(), each.getValue().get()));
        }
        // A machine that is busy makes the tool give up too soon: what differs is asked again, alone and with patience.
        for (Map.Entry<String, String> each : ours.entrySet()) {
            if (!each.getValue().equals(postfix.get(each.getKey()))) {
                String[] parts = each.getKey().split(" ");
                postfix.put(each.getKey(), compared(each.getKey(), askPostfix(parts[0], parts[1], PATIENT)));
            }
        }

        assertThat(differences(ours, postfix))
                .as("each with its reason in docs/dane.md")
                .containsExactlyInAnyOrder(
                        // The tool stops after the handshake and does not see what mail would meet.
                        "answers-twice.practice dane: none, the peer says verified",
                        "answers-twice.practice dane-only: none, the peer says verified",
                        "hangs-up.practice dane: none, the peer says verified",
                        "hangs-up.practice dane-only: none, the peer says verified",
                        "later.practice dane: none, the peer says verified",
                        "later.practice dane-only: none, the peer says verified",
                        "refuses.practice dane: none, the peer says verified",
                        "refuses.practice dane-only: none, the peer says verified",
                        // Postfix goes on with a handshake after clear text that came too early.
                        "injected.practice dane: none, the peer says verified",
                        "injected.practice dane-only: none, the peer says verified",
                        // The tool stops at the first host that talks TLS, whatever its certificate.
                        "second-matches.practice dane: verified, the peer says unverified",
                        "second-matches.practice dane-only: verified, the peer says none",
                        // unbound validates SHA-1 signatures, which are unsupported here by default.
                        "sha1.practice dane: unverified, the peer says verified",
                        "sha1.practice dane-only: none, the peer says verified",
                        // The tool reports a mismatch after the handshake; Postfix would then put the mail off.
                        "wrong-certificate.practice dane: none, the peer says unverified",
                        "wrong-name.practice dane: none, the peer says unverified");
    }

    @Test
    @Tag("N-03")
    void an_extended_error_of_unbound_is_read() {
        DnsSettings dns = new DnsSettings(
                List.of(new DnsSettings.Server(REFUSING, 53, 0)),
                List.of(),
                List.of(),
                false,
                Duration.ofSeconds(20),
                folder.resolve("root.anchor"));
        ValidatingLookup refused = new ValidatingLookup(() -> dns, InstantSource.system(), QueryLog.NONE);
        Answer<?> answer = refused.mx(DomainName.parse("ok.practice"));
        assertThat(answer.status()).isEqualTo(SecurityStatus.FAILED);
        assertThat(answer.provenance().reason()).endsWith("; " + REFUSING + " says EDE 18 (Prohibited)");
    }

    private static String compared(String question, String verdict) {
        return question.endsWith(" dane-only") ? verified(verdict) : verdict;
    }

    private static String verified(String verdict) {
        return verdict.equals("verified") ? verdict : "none";
    }

    private static List<DomainName> hosts(DomainName domain, Answer<MxRecord> mx) {
        return switch (mx) {
            case Answer.Found<MxRecord> found ->
                found.records().stream()
                        .map(MxRecord::exchange)
                        .filter(java.util.Objects::nonNull)
                        .toList();
            case Answer.Denied<MxRecord> denied -> List.of(domain);
            case Answer.Bogus<MxRecord> bogus -> List.of();
            case Answer.Failed<MxRecord> failed -> List.of();
        };
    }

    private static String word(Answer<?> answer) {
        return switch (answer) {
            case Answer.Found<?> f -> f.secure() ? "secure" : "insecure";
            case Answer.Denied<?> d -> d.secure() ? "secure" : "insecure";
            case Answer.Bogus<?> b -> "fails";
            case Answer.Failed<?> f -> "fails";
        };
    }

    private static String verdict(Ending ending) {
        return switch (ending) {
            case DANE_SUCCESS -> "verified";
            case FALLBACK_TLS, ENCRYPTED -> "unverified";
            case DANE_FAIL, HARD_BOUNCE, SOFT_BOUNCE -> "none";
        };
    }

    private static List<String> differences(Map<String, String> ours, Map<String, String> theirs) {
        List<String> differences = new ArrayList<>();
        ours.forEach((question, word) -> {
            if (!word.equals(theirs.get(question))) {
                differences.add(question + ": " + word + ", the peer says " + theirs.get(question));
            }
        });
        return differences;
    }

    private static String askUnbound(String name, String type) throws IOException, InterruptedException {
        String out = run("dig", "@" + ORACLE, "+dnssec", "+tries=1", "+time=10", name, type)
                .text();
        if (!out.contains("status: NOERROR") && !out.contains("status: NXDOMAIN")) {
            return "fails";
        }
        return out.lines().anyMatch(l -> l.startsWith(";; flags:") && l.contains(" ad")) ? "secure" : "insecure";
    }

    private static String askDelv(String name, String type) throws IOException, InterruptedException {
        Path anchors = folder.resolve("anchors.conf");
        if (!Files.exists(anchors)) {
            String[] ds =
                    Files.readString(folder.resolve("root.anchor")).strip().split("\\s+DS\\s+|\\s+");
            List<String> fields = List.of(ds).subList(ds.length - 4, ds.length);
            Files.writeString(
                    anchors,
                    "trust-anchors { . static-ds " + fields.get(0) + " " + fields.get(1) + " " + fields.get(2) + " \""
                            + fields.get(3) + "\"; };\n");
        }
        String out = run(
                        "delv",
                        "@127.0.0.1",
                        "-p",
                        String.valueOf(network.resolver().getPort()),
                        "-a",
                        anchors.toString(),
                        "+root=.",
                        name,
                        type)
                .text();
        boolean answered = out.contains("; fully validated") || out.contains("; negative response, fully validated");
        if (answered) {
            return "secure";
        }
        return out.contains("; unsigned answer") || out.contains("; negative response, unsigned answer")
                ? "insecure"
                : "fails";
    }

    private static String askPostfix(String domain, String level, int seconds)
            throws IOException, InterruptedException {
        Path etc = folder.resolve("postfix");
        String finger = "mount --bind " + folder.resolve("resolv.conf")
                + " /etc/resolv.conf && exec /usr/sbin/posttls-finger" + " -c -t " + seconds + " -T " + seconds + " -l "
                + level + " '" + domain + ":" + network.deliveryPort() + "'";
        Output output = run(Map.of("MAIL_CONFIG", etc.toString()), "unshare", "-m", "sh", "-c", finger);
        Files.writeString(folder.resolve(domain + "." + level + ".out"), output.text());
        if (output.text().contains("Verified TLS connection established")) {
            return "verified";
        }
        return output.text().contains("TLS connection established") ? "unverified" : "none";
    }

    private static void startUnbound(Path anchor) throws Exception {
        Files.writeString(folder.resolve("resolv.conf"), "nameserver " + ORACLE + "\noptions edns0 trust-ad\n");
        Path etc = Files.createDirectories(folder.resolve("postfix"));
        Files.writeString(etc.resolve("main.cf"), "compatibility_level = 3.6\ninet_protocols = ipv4\n");
        Path config = Files.writeString(folder.resolve("unbound.conf"), """
                server:
                  interface: %1$s@53
                  access-control: 127.0.0.0/8 allow
                  username: ""
                  chroot: ""
                  directory: "%2$s"
                  pidfile: "%2$s/unbound.pid"
                  use-syslog: no
                  do-daemonize: no
                  do-not-query-localhost: no
                  do-ip6: no
                  qname-minimisation: no
                  trust-anchor-file: "%3$s"
                remote-control:
                  control-enable: no
                forward-zone:
                  name: "."
                  forward-addr: 127.0.0.1@%4$d
                """.formatted(
                        ORACLE, folder, anchor, network.resolver().getPort()));
        unbound = started(config, ORACLE);
        Path refusal = Files.writeString(folder.resolve("refusing.conf"), """
                server:
                  interface: %1$s@53
                  access-control: 127.0.0.0/8 refuse
                  ede: yes
                  username: ""
                  chroot: ""
                  directory: "%2$s"
                  pidfile: "%2$s/refusing.pid"
                  use-syslog: no
                  do-daemonize: no
                remote-control:
                  control-enable: no
                """.formatted(REFUSING, folder));
        refusing = started(refusal, REFUSING);
    }

    private static Process started(Path config, String address) throws IOException {
        Process started = new ProcessBuilder("/usr/sbin/unbound", "-d", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(address + ".out").toFile())
                .start();
        await().atMost(Duration.ofSeconds(20)).until(() -> listens(address));
        return started;
    }

    private static boolean listens(String address) {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(address, 53), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private record Output(int status, String text) {}

    private static Output run(String... command) throws IOException, InterruptedException {
        return run(Map.of(), command);
    }

    private static Output run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "run", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return new Output(
                    -1, "timeout: " + String.join(" ", Stream.of(command).toList()));
        }
        String text = Files.readString(out);
        Files.delete(out);
        return new Output(process.exitValue(), text);
    }
}
