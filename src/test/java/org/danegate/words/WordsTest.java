package org.danegate.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.danegate.Danegate;
import org.danegate.access.ApiTokens;
import org.danegate.access.AuditLog;
import org.danegate.access.AuditSearch;
import org.danegate.access.GivenPassword;
import org.danegate.access.NewToken;
import org.danegate.access.Role;
import org.danegate.access.SshKeys;
import org.danegate.access.TokenScope;
import org.danegate.access.TwoStep;
import org.danegate.access.Users;
import org.danegate.command.CommandLine;
import org.danegate.config.WorkingPolicy;
import org.danegate.control.ControlFile;
import org.danegate.e2e.PracticeServer;
import org.danegate.listener.SmtpListeners;
import org.danegate.peers.Peers;
import org.danegate.policy.file.PolicyDocument;
import org.danegate.policy.file.PolicyFile;
import org.danegate.practice.PracticeNetwork;
import org.danegate.words.ssh.SshDoor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Words through all three doors, against the whole server with mail in its queue, over the practice network.
@SpringBootTest(
        classes = Danegate.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "danegate.ssh.port=0")
@DirtiesContext
@Timeout(180)
class WordsTest {

    private static final String STUCK = "wrong-certificate.practice";

    private static PracticeNetwork network;

    @TempDir
    static Path folder;

    @LocalServerPort
    private int port;

    @Autowired
    private SmtpListeners listeners;

    @Autowired
    private Users users;

    @Autowired
    private ApiTokens tokens;

    @Autowired
    private SshKeys keys;

    @Autowired
    private TwoStep twoStep;

    @Autowired
    private SshDoor ssh;

    @Autowired
    private AuditLog audit;

    @Autowired
    private WorkingPolicy working;

    @TempDir
    Path own;

    private final JsonMapper json = JsonMapper.builder().build();

    /// What a program printed.
    private record Said(int status, String out, String err) {}

    @DynamicPropertySource
    static void server(DynamicPropertyRegistry properties) throws IOException {
        network = PracticeServer.start(properties, folder);
    }

    @AfterAll
    static void stop() throws IOException {
        network.close();
    }

    @BeforeEach
    void somebody() {
        for (Role role : List.of(Role.HELP_DESK, Role.READ_ONLY_OPERATOR, Role.OPERATOR)) {
            if (users.find(name(role)).isEmpty()) {
                users.add(name(role), GivenPassword.lasting("Only-looking-on-1"), role, "test");
            }
        }
        working.abandon(null, "test");
        say("resumedel", "ALL", STUCK);
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT).replace("_", "");
    }

    private static Path data() {
        return folder.resolve("data");
    }

    /// By the launcher's own code, through the socket file.
    private static Said say(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--data-dir", data().toString()));
        return run(all);
    }

    private static Said run(List<String> args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = CommandLine.run(args, new PrintStream(out, true), new PrintStream(err, true));
        return new Said(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private void send(String... to) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put(
                "mail.smtp.port", listeners.ports().values().iterator().next().toString());
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("ana@sender.example"));
        message.setRecipients(RecipientType.TO, String.join(", ", to));
        message.setSubject("words");
        message.setText("Hello\r\n");
        Transport.send(message);
    }

    private void stuckMail() throws Exception {
        send("a@" + STUCK, "b@ok.practice");
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(tree("hoststatus", STUCK).path("lastError").toString()).contains("\"dane\":true");
            assertThat(tree("hoststatus", "ok.practice")
                            .path("deliveredRecipients")
                            .asInt())
                    .isPositive();
        });
    }

    private JsonNode tree(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--json");
        String out = say(all.toArray(String[]::new)).out();
        return json.readTree(out.isBlank() ? "{}" : out);
    }

    /// Keys and certificates would be read in another way everywhere.
    @Test
    void ssh_adds_no_security_provider_to_the_process() {
        assertThat(java.security.Security.getProvider("BC")).isNull();
    }

    @Test
    void the_socket_file_is_the_servers_own() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data().resolve(ControlFile.NAME))))
                .isEqualTo("rw-------");
    }

    @Test
    void tophosts_and_hoststatus_print_the_appliances_form_with_the_mail_that_waits() throws Exception {
        stuckMail();

        Said top = say("tophosts", "active_rcpts");
        assertThat(top.status()).isZero();
        assertThat(top.out().lines().toList().get(0))
                .matches("Status as of: \\w{3} \\w{3} \\d\\d \\d\\d:\\d\\d:\\d\\d \\d{4} \\S+");
        assertThat(top.out())
                .contains(
                        "Hosts marked with '*' were down as of the last delivery attempt.",
                        "Active   Conn.",
                        "#  Recipient Host")
                .containsPattern("1 +wrong-certificate\\.practice +[1-9]");

        assertThat(say("hoststatus", STUCK).out())
                .contains(
                        "Host mail status for: '" + STUCK + "'",
                        "Host up/down:         up",
                        "Soft Bounced Events",
                        "Active Recipients",
                        "mx." + STUCK,
                        "Last TLS Error:",
                        "does not match");
        Said unknown = say("hoststatus", "nobody.example");
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.err()).isEqualTo("danegate: no mail for nobody.example waits or was delivered\n");
        assertThat(tree("tophosts", "1", "--limit", "1")
                        .path("destinations")
                        .get(0)
                        .path("domain")
                        .asString())
                .isEqualTo(STUCK);
    }

    @Test
    void status_counts_what_came_in_and_went_out() throws Exception {
        stuckMail();

        Said status = say("status");
        assertThat(status.out()).contains("System status:          Online", "Messages Received", "Message ID (MID)");
        assertThat(say("status", "detail").out()).contains("Rates (Events Per Hour):", "5XX Hard Bounces");
        JsonNode tree = tree("status");
        assertThat(tree.path("ids").path("mid").asLong()).isPositive();
        assertThat(tree.path("gauges").path("activeRecipients").asInt()).isPositive();
        say("suspenddel", "ALL", "--reason", "works");
        assertThat(say("status").out()).contains("System status:          Delivery Suspended");
    }

    @Test
    void delivery_is_suspended_resumed_and_tried_now() throws Exception {
        stuckMail();

        assertThat(say("suspenddel").status()).isEqualTo(2);
        assertThat(say("suspenddel").err()).contains("argument DOMAIN|ALL is missing");
        assertThat(say("suspenddel", "4000", STUCK).err())
                .contains("the seconds must be a number from 0 to 3600, not 4000");
        assertThat(say("suspenddel", "5", STUCK).out()).contains("within 5 seconds.", "for " + STUCK + ".");
        assertThat(say("suspenddel", STUCK).out())
                .contains("within 30 seconds.", "Mail delivery suspended for " + STUCK + ".");
        Said refused = say("delivernow", STUCK);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).contains("is suspended: nothing was done");
        assertThat(say("resumedel", STUCK).out()).contains("Mail delivery resumed for " + STUCK + ".");
        assertThat(say("resumedel", STUCK).status()).isEqualTo(1);
        assertThat(say("delivernow", "ALL").out()).contains("Scheduling all messages for immediate delivery.");
        assertThat(say("delivernow").status()).isEqualTo(2);
    }

    @Test
    void hostrate_prints_line_by_line_and_ends_with_its_reader() throws Exception {
        Said rate = say("hostrate", STUCK, "1", "--count", "2");
        assertThat(rate.status()).isZero();
        assertThat(rate.out().lines()).hasSize(4);
        assertThat(rate.out()).contains("CrtCncOut", "Delta");
        assertThat(say("hostrate", STUCK, "0").err()).contains("SECONDS is a number from 1 to 3600");
    }

    @Test
    void logs_are_searched_and_followed() throws Exception {
        stuckMail();

        await().atMost(Duration.ofSeconds(30))
                .until(() -> say("grep", "To: <a@" + STUCK, "mail_logs").status() == 0);
        assertThat(say("grep", "-c", "NOTHING LIKE IT", "mail_logs")).isEqualTo(new Said(1, "0\n", ""));
        assertThat(say("grep", "x").err()).contains("argument LOG is missing");
        assertThat(say("grep", "x", "none").err()).contains("no log none; there are mail_logs");
        assertThat(say("grep", "(", "mail_logs").status()).isEqualTo(1);
        assertThat(say("tail", "mail_logs", "-n", "3", "--no-follow").out().lines())
                .hasSize(3);

        Process tail = launcher("tail", "mail_logs", "-n", "0");
        StringBuilder read = new StringBuilder();
        Thread reader = Thread.ofVirtual().start(() -> collect(tail, read));
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                send("followed@ok.practice");
                return read.toString().contains("followed@ok.practice");
            });
        } finally {
            tail.destroy();
        }
        assertThat(tail.waitFor(20, TimeUnit.SECONDS)).isTrue();
        reader.join();
    }

    /// The launcher's main in a process of its own, as `bin/danegate` starts it.
    private static Process launcher(String... words) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CommandLine.class.getName()));
        line.addAll(List.of(words));
        ProcessBuilder process = new ProcessBuilder(line).redirectErrorStream(true);
        process.environment().put("DANEGATE_DATA_DIR", data().toString());
        return process.start();
    }

    private static void collect(Process process, StringBuilder read) {
        try {
            byte[] part = new byte[8192];
            for (int n = process.getInputStream().read(part);
                    n >= 0;
                    n = process.getInputStream().read(part)) {
                read.append(new String(part, 0, n, StandardCharsets.UTF_8));
            }
        } catch (IOException ended) {
            // The process was ended.
        }
    }

    @Test
    void verification_is_done_by_the_server_with_and_without_dane() {
        Said dane = overHttp(Role.HELP_DESK, "daneverify", "ok.practice");
        assertThat(dane.status()).isZero();
        assertThat(dane.out()).endsWith("DANE SUCCESS for ok.practice\nDANE verification completed.\n");

        assertThat(say("tlsverify", "ok.practice").status()).isZero();
        // A certificate that nobody issued.
        Said tls = say("tlsverify", "sts-self-signed.practice");
        assertThat(tls.status()).isEqualTo(1);
        assertThat(tls.out())
                .contains(
                        "Connecting to ",
                        "Checking TLS connection.\n",
                        "Verifying peer certificate.\n",
                        "TLS certificate verification failed: ",
                        "TLS verification failed for sts-self-signed.practice.\n")
                .endsWith("TLS verification completed.\n");
        assertThat(say("tlsverify", "ok.practice", "127.0.0.1:1").out()).contains("Connecting to 127.0.0.1 on port 1.");
        assertThat(overHttp(Role.HELP_DESK, "tlsverify", "ok.practice", "127.0.0.1:1")
                        .err())
                .contains("naming a host needs the role Operator");
    }

    @Test
    void dns_is_told_and_flushed_only_when_meant() {
        say("daneverify", "ok.practice");
        assertThat(say("dnsstatus").out()).contains("DNS Requests", "Resolvers:", "Trust anchors:");
        Said unsure = say("dnsflush");
        assertThat(unsure.status()).isEqualTo(2);
        assertThat(unsure.err()).isEqualTo("danegate: this needs --yes where nobody can be asked\n");
        assertThat(say("dnsflush", "--yes").out()).isEqualTo("DNS cache cleared.\n");
    }

    @Test
    void a_policy_file_is_applied_committed_and_its_faults_have_lines() throws IOException {
        String good = PolicyDocument.yaml(working.inForce());
        Path file = Files.writeString(own.resolve("p.yml"), good);
        Path bad = Files.writeString(own.resolve("bad.yml"), "dns:\n  nonsense: 1\n");

        Said faults = say("policy", "apply", bad.toString());
        assertThat(faults.status()).isEqualTo(1);
        assertThat(faults.err()).startsWith(bad + ":2: ");
        assertThat(say("policy", "apply", own.resolve("none").toString()).status())
                .isEqualTo(2);
        assertThat(say("commit", "nothing").err()).isEqualTo("danegate: there is nothing to commit\n");

        Files.writeString(file, withEntry(good, "added-by-a-word.example"));
        assertThat(say("policy", "apply", file.toString()).out())
                .contains("differs from the policy in force in 1 object.");
        assertThat(say("destconfig", "print").out()).contains("added-by-a-word.example", "(Default)");
        assertThat(say("clearchanges").status()).isEqualTo(2);
        assertThat(say("clearchanges", "--yes").out()).startsWith("Changes cleared: ");
        Said done = say("policy", "apply", file.toString(), "--commit", "by a word");
        assertThat(done.out()).startsWith("Changes committed: ");
        assertThat(working.revisions().getFirst().comment()).isEqualTo("by a word");

        Path table = Files.writeString(
                own.resolve("table"), say("destconfig", "export").out());
        assertThat(say("destconfig", "import", table.toString(), "--yes").out()).contains("entries were imported.");
        assertThat(say("destconfig", "detail", "added-by-a-word.example").out()).contains("dane");
    }

    private static String withEntry(String yaml, String domain) {
        JsonMapper json = JsonMapper.builder().build();
        ObjectNode policy = (ObjectNode) json.valueToTree(
                PolicyDocument.tree(Objects.requireNonNull(PolicyFile.read(yaml).policy())));
        ((ArrayNode) policy.path("destinationControls").path("destinations"))
                .addObject()
                .put("domain", domain);
        return json.writeValueAsString(policy);
    }

    @Test
    void help_lists_all_words_and_unknown_ones_say_where_it_is_done() {
        assertThat(run(List.of("help")).out()).contains("tophosts", "clearchanges", "--url URL");
        assertThat(say("help", "tophosts").out()).contains("Usage: tophosts", "--limit=N");
        Said elsewhere = say("smtproutes");
        assertThat(elsewhere.status()).isEqualTo(2);
        assertThat(elsewhere.err()).contains("smtproutes is not a word here: Network > SMTP Routes");
        assertThat(say("tophosts", "sideways").err()).contains("the order is one of active_rcpts, conn_out");
        assertThat(say("tophosts", "--nonsense").err()).contains("Unknown option: '--nonsense'", "Usage: tophosts");
    }

    @Test
    void without_a_server_there_is_one_clear_line() {
        Said none = run(List.of("status", "--data-dir", own.toString()));
        assertThat(none)
                .isEqualTo(new Said(
                        2,
                        "",
                        "danegate: no server runs with the data directory " + own
                                + "; name another by --data-dir or DANEGATE_DATA_DIR, or a console by --url\n"));
    }

    private Said overHttp(Role role, String... words) {
        String token = tokens.create(
                name(role), new NewToken("words", role, Set.of(TokenScope.ADMIN), NewToken.USUAL_LIFE), "test");
        try {
            Path file = Files.writeString(own.resolve("token"), token + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            List<String> all = new ArrayList<>(List.of(words));
            all.addAll(List.of("--url", "http://127.0.0.1:" + port, "--token-file", file.toString()));
            return run(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void over_http_words_have_the_role_of_the_token_and_run_while_they_are_read() throws Exception {
        stuckMail();

        assertThat(overHttp(Role.HELP_DESK, "tophosts").out()).contains(STUCK);
        Said refused = overHttp(Role.HELP_DESK, "delivernow", "ALL");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).isEqualTo("danegate: delivernow needs the role Operator; yours is Help Desk\n");
        assertThat(overHttp(Role.OPERATOR, "hostrate", STUCK, "1", "--count", "2")
                        .out()
                        .lines())
                .hasSize(4);
        Path open = Files.writeString(own.resolve("open"), "dgt_x");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(run(List.of("status", "--url", "http://127.0.0.1:" + port, "--token-file", open.toString()))
                        .err())
                .contains("others may read the token file");
        assertThat(run(List.of("status", "--url", "http://192.0.2.1:1", "--token-file", open.toString()))
                        .err())
                .contains("use https for 192.0.2.1");
    }

    @Test
    void the_audit_log_has_each_word_with_whoever_said_it() {
        say("grep", "audited \u202e", "mail_logs");
        overHttp(Role.HELP_DESK, "dnsflush", "--yes");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            List<String> entries = audited();
            assertThat(entries).anyMatch(e -> e.contains("local: ran the word: grep audited ? mail_logs"));
            assertThat(entries).anyMatch(e -> e.contains("helpdesk 127.0.0.1: was refused the word: dnsflush --yes"));
        });
    }

    private List<String> audited() {
        return audit.page(AuditSearch.EVERYTHING, 1, 100).getContent().stream()
                .map(e -> e.getUser() + " " + e.getAddress() + ": " + e.getAction())
                .toList();
    }

    /// OpenSSH's own client.
    private final class OpenSsh {

        private final List<String> options = new ArrayList<>(List.of(
                "-F",
                "none",
                "-o",
                "StrictHostKeyChecking=accept-new",
                "-o",
                "UserKnownHostsFile=" + folder.resolve("known_hosts"),
                "-o",
                "ConnectTimeout=60",
                "-o",
                "IdentitiesOnly=yes"));

        private String input = "";
        private String program = "ssh";
        private String askpass = "";

        OpenSsh() {
            Peers.require("/usr/bin/ssh", "openssh-client");
        }

        OpenSsh key(Path key) {
            return with("-o", "BatchMode=yes", "-i", key.toString());
        }

        OpenSsh with(String... more) {
            options.addAll(List.of(more));
            return this;
        }

        OpenSsh sending(String text) {
            input = text;
            return this;
        }

        OpenSsh by(String other) {
            program = other;
            return this;
        }

        /// Answers questions for a password and for a code.
        OpenSsh answering(String password, String code) throws IOException {
            Path script = Files.writeString(
                    own.resolve("askpass"),
                    "#!/bin/sh\ncase $1 in *Password*) echo '" + password + "' ;; *) echo '" + code + "' ;; esac\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
            askpass = script.toString();
            return with("-o", "PreferredAuthentications=keyboard-interactive", "-o", "NumberOfPasswordPrompts=1");
        }

        Process start(String... rest) throws IOException {
            List<String> line = new ArrayList<>(List.of(program));
            line.addAll(options);
            line.addAll(List.of(program.equals("ssh") ? "-p" : "-P", String.valueOf(ssh.port())));
            line.addAll(List.of(rest));
            ProcessBuilder process = new ProcessBuilder(line);
            process.environment().putAll(Map.of("SSH_ASKPASS", askpass, "SSH_ASKPASS_REQUIRE", "force"));
            process.environment().put("TERM", "xterm");
            return process.start();
        }

        Said said(String... rest) throws Exception {
            Process process = start(rest);
            StringBuilder err = new StringBuilder();
            Thread errors = Thread.ofVirtual().start(() -> err.append(text(process.getErrorStream())));
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String out = text(process.getInputStream());
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            errors.join();
            return new Said(process.exitValue(), out, err.toString());
        }

        private static String text(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return "";
            }
        }
    }

    /// A fresh key of a user.
    private Path keyOf(Role role) throws Exception {
        Path file = own.resolve("key-" + name(role));
        if (!Files.exists(file)) {
            Process made = new ProcessBuilder(
                            "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "a@test", "-f", file.toString())
                    .inheritIO()
                    .start();
            assertThat(made.waitFor()).isZero();
            keys.add(name(role), "", Files.readString(own.resolve(file.getFileName() + ".pub")));
        }
        return file;
    }

    @Test
    void over_ssh_a_key_says_words_with_its_users_role() throws Exception {
        stuckMail();
        String me = "operator@127.0.0.1";

        Said top = new OpenSsh().key(keyOf(Role.OPERATOR)).said(me, "tophosts active_rcpts");
        assertThat(top.out()).contains("Recipient Host", STUCK);
        assertThat(top.status()).isZero();
        Said refused = new OpenSsh().key(keyOf(Role.HELP_DESK)).said("helpdesk@127.0.0.1", "dnsflush --yes");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("danegate: dnsflush needs the role Operator; yours is Help Desk\n");
        assertThat(new OpenSsh().key(keyOf(Role.HELP_DESK)).said(me, "tophosts").status())
                .as("another user's key")
                .isEqualTo(255);
        assertThat(Files.readString(data().resolve("ssh_host_key"))).startsWith("-----BEGIN OPENSSH PRIVATE KEY-----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data().resolve("ssh_host_key"))))
                .isEqualTo("rw-------");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(audited())
                        .contains(
                                "operator 127.0.0.1: signed in over SSH from 127.0.0.1",
                                "operator 127.0.0.1: ran the word: tophosts active_rcpts"));
        users.change("operator", Role.OPERATOR, false, null, "test");
        assertThat(new OpenSsh().key(keyOf(Role.OPERATOR)).said(me, "tophosts").status())
                .as("a disabled user")
                .isEqualTo(255);
        users.change("operator", Role.OPERATOR, true, null, "test");
    }

    @Test
    void over_ssh_a_password_signs_in_and_two_step_users_give_their_code_too() throws Exception {
        String me = "readonlyoperator@127.0.0.1";
        assertThat(new OpenSsh()
                        .answering("Only-looking-on-1", "")
                        .said(me, "dnsstatus")
                        .out())
                .contains("DNS Requests");
        assertThat(new OpenSsh().answering("wrong", "").said(me, "dnsstatus").status())
                .isEqualTo(255);

        String secret = twoStep.newSecret();
        List<String> recovery = twoStep.turnOn("readonlyoperator", secret, code(secret), "Only-looking-on-1");
        assertThat(new OpenSsh()
                        .answering("Only-looking-on-1", "")
                        .said(me, "dnsstatus")
                        .status())
                .as("without a code")
                .isEqualTo(255);
        assertThat(new OpenSsh()
                        .answering("Only-looking-on-1", recovery.getFirst())
                        .said(me, "dnsstatus")
                        .out())
                .contains("DNS Requests");
        twoStep.turnOff("readonlyoperator", "Only-looking-on-1");
    }

    private static String code(String secret) throws Exception {
        var generator = new TimeBasedOneTimePasswordGenerator();
        return generator.generateOneTimePasswordString(
                new SecretKeySpec(new Base32().decode(secret), generator.getAlgorithm()), Instant.now());
    }

    @Test
    void over_ssh_a_file_comes_by_standard_input() throws Exception {
        users.change("operator", Role.ADMINISTRATOR, true, null, "test");
        String policy = withEntry(PolicyDocument.yaml(working.inForce()), "added-over-ssh.example");
        Said applied = new OpenSsh()
                .key(keyOf(Role.OPERATOR))
                .sending(policy)
                .said("operator@127.0.0.1", "policy apply - --commit 'over SSH'");
        assertThat(applied.out()).startsWith("Changes committed: ");
        assertThat(working.revisions().getFirst().comment()).isEqualTo("over SSH");
        users.change("operator", Role.OPERATOR, true, null, "test");
    }

    @Test
    void the_shell_prompts_answers_and_ends_what_runs_by_ctrl_c() throws Exception {
        Process shell = new OpenSsh().key(keyOf(Role.OPERATOR)).with("-tt").start("operator@127.0.0.1");
        StringBuilder read = new StringBuilder();
        Thread reader = Thread.ofVirtual().start(() -> collect(shell, read));
        try (var in = shell.getOutputStream()) {
            awaitText(read, "gate.practice> ");
            type(in, "tophosts\r");
            awaitText(read, "Sort results by:");
            type(in, "4\r");
            awaitText(read, "Recipient Host");
            type(in, "dnsflush\r");
            awaitText(read, "[N]>");
            type(in, "\r");
            awaitText(read, "Nothing was done.");
            type(in, "hostrate ok.practice 1\r");
            awaitText(read, "CrtCncOut");
            type(in, "\u0003");
            type(in, "nonsense\r");
            awaitText(read, "unknown word: nonsense");
            type(in, "exit\r");
            assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            shell.destroy();
        }
        reader.join();
        assertThat(shell.exitValue()).isZero();
    }

    private static void type(OutputStream in, String text) throws IOException {
        in.write(text.getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    private static void awaitText(StringBuilder read, String text) {
        await().atMost(Duration.ofSeconds(60)).until(() -> read.toString().contains(text));
    }

    @Test
    void ssh_offers_words_and_nothing_else() throws Exception {
        Path key = keyOf(Role.OPERATOR);
        String me = "operator@127.0.0.1";

        assertThat(new OpenSsh()
                        .key(key)
                        .with("-W", "127.0.0.1:" + port)
                        .said(me)
                        .status())
                .as("forwarding")
                .isNotZero();
        Said remote = new OpenSsh()
                .key(key)
                .with("-R", "0:127.0.0.1:" + port, "-o", "ExitOnForwardFailure=yes")
                .said(me, "dnsstatus");
        assertThat(remote.status()).as("remote forwarding").isEqualTo(255);
        assertThat(new OpenSsh().key(key).by("sftp").said(me).status())
                .as("SFTP")
                .isNotZero();
        Path file = Files.writeString(own.resolve("file"), "x");
        assertThat(new OpenSsh()
                        .key(key)
                        .by("scp")
                        .with("-O")
                        .said(file.toString(), me + ":/tmp/")
                        .status())
                .as("SCP")
                .isNotZero();
        assertThat(new OpenSsh().key(key).said(me).err()).contains("a shell needs a terminal");
        assertThat(new OpenSsh()
                        .key(key)
                        .with("-o", "KexAlgorithms=diffie-hellman-group14-sha256")
                        .said(me, "status")
                        .err())
                .contains("no matching key exchange method");
        assertThat(new OpenSsh()
                        .key(key)
                        .with("-c", "aes128-ctr")
                        .said(me, "status")
                        .err())
                .contains("no matching cipher");
    }
}
