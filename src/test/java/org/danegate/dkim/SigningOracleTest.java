package org.danegate.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.file.PolicyFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is signed here verifies elsewhere.
class SigningOracleTest {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final String GOOD = "dkimpy=ok,ok opendkim=ok,ok";

    @TempDir
    static Path folder;

    private static SigningKeyFolder keys;

    @BeforeAll
    static void keys() throws Exception {
        keys = new SigningKeyFolder(folder.resolve("dkim"));
        keys.add(KeyMaking.generate("rsa", NewKey.RSA_2048));
        keys.add(KeyMaking.generate("ed", NewKey.ED25519));
    }

    @Test
    @Tag("G-12")
    void a_thousand_messages_of_hard_shapes_verify_with_two_verifiers(@TempDir Path messages) throws Exception {
        DkimOracle oracle = oracle(messages);
        for (byte[] message : HostileMessages.of(1_000)) {
            oracle.add(signed(message, ""));
        }

        assertThat(oracle.verdicts())
                .hasSize(1_000)
                .allSatisfy((name, verdict) -> assertThat(verdict).as(name).isEqualTo(GOOD));
    }

    @Test
    @Tag("G-08")
    void all_headers_and_additional_ones_verify_too(@TempDir Path messages) throws Exception {
        DkimOracle oracle = oracle(messages);
        for (byte[] message : HostileMessages.of(100)) {
            oracle.add(signed(message, "headers: ALL, additionalHeaders: [ X-Mailer, subject ], expirationDays: 30"));
        }

        assertThat(oracle.verdicts())
                .hasSize(100)
                .allSatisfy((name, verdict) -> assertThat(verdict).as(name).isEqualTo(GOOD));
    }

    @Test
    @Tag("G-07")
    @Tag("G-10")
    @Tag("G-17")
    void a_signature_has_the_tags_of_the_standard_and_covers_nothing_that_changes_on_the_way() throws Exception {
        byte[] message = """
                Return-Path: <a@football.example.com>
                Received: from here by there
                Authentication-Results: there; none
                From: Jos\u00e9 <jos\u00e9@football.example.com>
                To: b@example.org
                Bcc: c@example.org
                Subject: report
                Comments: none
                Keywords: none
                X-Spam: no
                TLS-Required: No
                TLS-Report-Domain: example.org
                TLS-Report-Submitter: football.example.com

                text
                """.replace("\n", "\r\n").getBytes(UTF_8);
        String field = new String(signed(message, "headers: ALL, expirationDays: 30"), UTF_8)
                .replaceAll("\r\n[ \t]+", " ")
                .lines()
                .filter(line -> line.startsWith("DKIM-Signature:"))
                .findFirst()
                .orElseThrow();
        List<String> tags = Pattern.compile(";")
                .splitAsStream(field.substring(field.indexOf(':') + 1))
                .map(String::strip)
                .toList();
        assertThat(tags.stream().map(tag -> tag.split("=", 2)[0]))
                .containsExactlyInAnyOrder("v", "a", "c", "d", "s", "t", "x", "h", "bh", "b", "i");
        assertThat(tags).contains("c=relaxed/relaxed", "i=@football.example.com", "d=football.example.com");
        String names =
                tags.stream().filter(tag -> tag.startsWith("h=")).findFirst().orElseThrow();
        assertThat(names)
                .containsIgnoringCase("TLS-Report-Domain")
                .containsIgnoringCase("TLS-Report-Submitter")
                .doesNotContainPattern(
                        "(?i)return-path|received|authentication-results|bcc|comments|keywords|x-spam|tls-required");
    }

    @Test
    @Tag("G-09")
    void a_field_that_somebody_adds_breaks_the_signatures(@TempDir Path messages) throws Exception {
        String message = new String(signed(HostileMessages.of(2).get(1), ""), ISO_8859_1);
        DkimOracle oracle = oracle(messages);
        List<String> protectedFields = List.of(
                "Subject: other",
                "To: x@example.net",
                "Reply-To: evil@example.org",
                "Date: now",
                "Message-ID: <x@y>",
                "MIME-Version: 1.0",
                "Content-Type: text/html");
        for (String field : protectedFields) {
            oracle.add((field + "\r\n" + message).getBytes(ISO_8859_1));
        }
        String free =
                oracle.add(("Received: from x by y; now\r\nSender: list@example.org\r\nList-Id: <l>\r\n" + message)
                        .getBytes(ISO_8859_1));
        String twice = oracle.add(("From: evil@example.org\r\n" + message).getBytes(ISO_8859_1));

        Map<String, String> verdicts = oracle.verdicts();

        assertThat(verdicts.remove(free)).isEqualTo(GOOD);
        assertThat(verdicts.get(twice)).doesNotContain("ok");
        assertThat(verdicts.values()).hasSize(8).noneMatch(verdict -> verdict.contains("ok"));
    }

    @Test
    @Tag("G-14")
    void a_blank_before_the_colon_is_no_part_of_the_name() throws Exception {
        byte[] message =
                signed("From: joe@football.example.com\r\nSubject \t: x\r\n\r\nbody\r\n".getBytes(ISO_8859_1), "");
        String record = "v=DKIM1; p=" + keys.key("rsa").published();

        // Neither of the two verifiers reads a message with such a field.
        assertThat(DkimVerifier.verify(message, owner -> record)).startsWith("");
    }

    @Test
    @Tag("G-13")
    void a_list_of_names_of_any_length_is_folded_and_verifies(@TempDir Path messages) throws Exception {
        DkimOracle oracle = oracle(messages);
        List<byte[]> signed = new ArrayList<>();
        for (int length = 1; length <= 74; length++) {
            String name = "A" + "b".repeat(length - 1);
            byte[] message = ("From: joe@football.example.com\r\n" + name + ": 1\r\n\r\nbody\r\n").getBytes(ISO_8859_1);
            signed.add(signed(message, "additionalHeaders: [ " + name + " ]"));
            oracle.add(signed.getLast());
        }

        assertThat(oracle.verdicts().values()).hasSize(74).allMatch(GOOD::equals);
        assertThat(signed)
                .allSatisfy(
                        one -> assertThat(new String(one, ISO_8859_1).lines()).allMatch(line -> line.length() <= 80));
    }

    @Test
    @Tag("G-23")
    void a_message_of_30_megabytes_verifies(@TempDir Path messages) throws Exception {
        DkimOracle oracle = oracle(messages);
        String head = "From: joe@football.example.com\r\nSubject: large\r\n\r\n";
        oracle.add(signed((head + ("0123456789 ".repeat(90) + "\r\n").repeat(30_000)).getBytes(ISO_8859_1), ""));

        assertThat(oracle.verdicts().values()).containsExactly(GOOD);
    }

    private static DkimOracle oracle(Path messages) throws SigningException {
        return new DkimOracle(messages)
                .with(
                        "s1._domainkey.football.example.com",
                        "v=DKIM1; k=rsa; p=" + keys.key("rsa").published())
                .with(
                        "e1._domainkey.football.example.com",
                        "v=DKIM1; k=ed25519; p=" + keys.key("ed").published());
    }

    private static byte[] signed(byte[] message, String more) throws IOException {
        DkimSigning signing = new DkimSigning(
                CommittedPolicy.fixed(PolicyFile.read("""
                        dkim:
                          profiles:
                            - { name: football, domain: football.example.com, selector: s1, key: rsa,
                                secondSelector: e1, secondKey: ed, %s }
                        """.formatted(more.isEmpty() ? "enabled: true" : more))
                        .policy()),
                keys,
                InstantSource.fixed(NOW));
        MessageSigner signer = signing.signer(new ByteArrayInputStream(message)).orElseThrow();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(signer.fields(out -> out.write(message), NOW));
        whole.writeBytes(message);
        return whole.toByteArray();
    }
}
