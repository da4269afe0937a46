package org.danegate.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.danegate.practice.PracticeNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandLineTest {

    @TempDir
    static Path folder;

    private static PracticeNetwork network;
    private static Path anchor;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void start() throws Exception {
        network = PracticeNetwork.start();
        anchor = folder.resolve("root.anchor");
        network.writeTrustAnchor(anchor);
    }

    @AfterAll
    static void stop() throws Exception {
        network.close();
    }

    @Test
    void success_is_zero_and_failure_is_one() {
        assertThat(verify("ok.practice")).isZero();
        assertThat(text(out)).contains("DANE SUCCESS for ok.practice").endsWith("DANE verification completed.\n");
        assertThat(verify("wrong-certificate.practice")).isEqualTo(1);
        assertThat(text(out)).contains("DANE FAILED for wrong-certificate.practice");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void json_has_verdict_transcript_and_evidence() {
        assertThat(verify("--json", "ok.practice")).isZero();
        assertThat(text(out))
                .startsWith("{")
                .contains("\"domain\" : \"ok.practice\"", "\"verdict\" : \"DANE_SUCCESS\"", "\"transcript\" : [")
                .contains("\"evidence\" : {");
    }

    @Test
    void settings_come_from_a_policy_file() throws Exception {
        Path policy = folder.resolve("policy.yml");
        Files.writeString(policy, network.policyYaml(anchor));
        assertThat(run("policy", "check", policy.toString())).isZero();
        assertThat(run(
                        "daneverify",
                        "--policy-file",
                        policy.toString(),
                        "--port",
                        "" + network.deliveryPort(),
                        "ok.practice"))
                .isZero();
    }

    @Test
    void a_faulty_policy_file_is_one_for_the_check_and_two_for_daneverify() throws Exception {
        Path policy = folder.resolve("faulty.yml");
        Files.writeString(policy, "nonsense: 1\n");
        assertThat(run("policy", "check", policy.toString())).isEqualTo(1);
        assertThat(text(out)).startsWith(policy + ":1: ");
        assertThat(run("daneverify", "--policy-file", policy.toString(), "ok.practice"))
                .isEqualTo(2);
    }

    @Test
    void wrong_usage_is_two_and_says_how_to_use_it() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("daneverify")).isEqualTo(2);
        assertThat(run("daneverify", "not a domain")).isEqualTo(2);
        assertThat(run("daneverify", "--port", "70000", "ok.practice")).isEqualTo(2);
        assertThat(run("daneverify", "--resolver", "dns.example", "ok.practice"))
                .isEqualTo(2);
        assertThat(run("daneverify", "--what", "ok.practice")).isEqualTo(2);
        assertThat(run("policy", "check")).isEqualTo(2);
        assertThat(text(err)).contains("danegate: not a port: 70000", "Usage:");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void no_resolver_that_answers_is_two() throws Exception {
        try (DatagramSocket deaf = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            Path policy = folder.resolve("deaf.yml");
            Files.writeString(
                    policy,
                    "dns:\n  timeout: 1\n  servers:\n    - { address: 127.0.0.1, port: " + deaf.getLocalPort()
                            + " }\n");
            int status = run("daneverify", "--policy-file", policy.toString(), "ok.practice");
            assertThat(text(err)).isEmpty();
            assertThat(text(out)).contains("No resolver answered.");
            assertThat(status).isEqualTo(2);
        }
    }

    @Test
    void resolvers_by_option_are_asked_in_order_and_each_is_named_when_none_answers() throws Exception {
        int closed;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getByName("::1"))) {
            closed = free.getLocalPort();
        }
        int status = run(
                "daneverify",
                "--resolver",
                "[::1]:" + closed,
                "--resolver",
                "127.0.0.1:" + closed,
                "--trust-anchor",
                anchor.toString(),
                "--json",
                "ok.practice");
        assertThat(status).isEqualTo(2);
        assertThat(text(out))
                .contains("\"verdict\" : \"NOT_VERIFIED\"")
                .contains("::1 port " + closed + ": connection refused; 127.0.0.1 port " + closed
                        + ": connection refused");
    }

    @Test
    void a_second_resolver_answers_when_the_first_is_closed() {
        int status = run(
                "daneverify",
                "--resolver",
                "127.0.0.1:1",
                "--resolver",
                "127.0.0.1:" + network.resolver().getPort(),
                "--trust-anchor",
                anchor.toString(),
                "--port",
                "" + network.deliveryPort(),
                "ok.practice");
        assertThat(text(out)).contains("DANE SUCCESS for ok.practice");
        assertThat(status).isZero();
    }

    @Test
    void a_file_that_cannot_be_read_is_said_in_one_line() {
        Path nowhere = folder.resolve("nowhere");
        assertThat(run("daneverify", "--trust-anchor", nowhere.toString(), "ok.practice"))
                .isEqualTo(2);
        assertThat(run("daneverify", "--policy-file", nowhere.toString(), "ok.practice"))
                .isEqualTo(2);
        assertThat(text(err).lines())
                .containsExactly(
                        "danegate: the trust anchor file cannot be read: " + nowhere,
                        "danegate: the policy file cannot be read: " + nowhere);
    }

    @Test
    void help_goes_to_standard_output() {
        assertThat(run("--help")).isZero();
        assertThat(text(out))
                .startsWith("Usage:")
                .contains("exit status: 0 DANE SUCCESS, 1 DANE FAILED, 2 could not run");
        assertThat(text(err)).isEmpty();
    }

    private int verify(String... words) {
        List<String> args = new java.util.ArrayList<>(List.of(
                "daneverify",
                "--resolver",
                "127.0.0.1:" + network.resolver().getPort(),
                "--trust-anchor",
                anchor.toString(),
                "--port",
                "" + network.deliveryPort()));
        args.addAll(List.of(words));
        return CommandLine.run(args, stream(out), stream(err));
    }

    private int run(String... words) {
        return CommandLine.run(List.of(words), stream(out), stream(err));
    }

    private static PrintStream stream(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream from) {
        return from.toString(StandardCharsets.UTF_8);
    }
}
