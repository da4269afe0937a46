package org.danegate.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.danegate.policy.file.PolicyCheck;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;
import org.yaml.snakeyaml.Yaml;

class PracticeNetworkTest {
    private static PracticeNetwork network;
    private static ValidatingResolver resolver;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() throws Exception {
        network = PracticeNetwork.start();
        Path anchor = folder.resolve("root.anchor");
        network.writeTrustAnchor(anchor);
        resolver = new ValidatingResolver(new SimpleResolver(network.resolver()));
        resolver.setTimeout(Duration.ofSeconds(5));
        resolver.loadTrustAnchors(new ByteArrayInputStream(Files.readAllBytes(anchor)));
    }

    @AfterAll
    static void stop() throws Exception {
        network.close();
    }

    /// MX, A and TLSA as the seed's tables name them; empty where the story has no such step.
    @ParameterizedTest
    @CsvSource({
        "ok.practice, SECURE, mx.ok.practice, SECURE, SECURE",
        "ta.practice, SECURE, mx.ta.practice, SECURE, SECURE",
        "hashed.practice, SECURE, mx.hashed.practice, SECURE, SECURE",
        "old-certificate.practice, SECURE, mx.old-certificate.practice, SECURE, SECURE",
        "wrong-certificate.practice, SECURE, mx.wrong-certificate.practice, SECURE, SECURE",
        "wrong-name.practice, SECURE, mx.wrong-name.practice, SECURE, SECURE",
        "unusable.practice, SECURE, mx.unusable.practice, SECURE, SECURE",
        "no-tlsa.practice, SECURE, mx.no-tlsa.practice, SECURE, SECURE NXDOMAIN",
        "unsigned.practice, INSECURE, mx.unsigned.practice, INSECURE, INSECURE",
        "insecure-mx.practice, INSECURE, mx.hosting-a.practice, SECURE, SECURE",
        "insecure-host.practice, SECURE, mx.hosting-b.practice, INSECURE, INSECURE NXDOMAIN",
        "insecure-tlsa.practice, SECURE, mx.insecure-tlsa.practice, SECURE, INSECURE",
        "expired.practice, BOGUS, mx.expired.practice, BOGUS, BOGUS",
        "broken-mx.practice, BOGUS, mx.broken-mx.practice, SECURE, SECURE",
        "broken-host.practice, SECURE, mx.broken-host.practice, BOGUS, SECURE",
        "broken-tlsa.practice, SECURE, mx.broken-tlsa.practice, SECURE, BOGUS",
        "no-signature.practice, BOGUS, mx.no-signature.practice, SECURE, SECURE",
        "wrong-ds.practice, BOGUS, mx.wrong-ds.practice, BOGUS, BOGUS",
        "servfail.practice, SECURE, mx.servfail.practice, SECURE, BOGUS",
        "dead.practice, SECURE, mx.dead.practice, SECURE, SECURE",
        "slow.practice, SECURE, mx.slow.practice, SECURE, SECURE",
        "two-hosts.practice, SECURE, mx.two-hosts.practice, SECURE, SECURE",
        "second-matches.practice, SECURE, mx.second-matches.practice, SECURE, SECURE",
        "two-addresses.practice, SECURE, mx.two-addresses.practice, SECURE, SECURE",
        "alias.practice, SECURE, mx.alias.practice, SECURE, SECURE NXDOMAIN",
        "implicit.practice, SECURE NODATA, implicit.practice, SECURE, SECURE",
        "null-mx.practice, SECURE, null-mx.practice, SECURE NODATA, SECURE NXDOMAIN",
        "nowhere.practice, SECURE NXDOMAIN, nowhere.practice, SECURE NXDOMAIN, SECURE NXDOMAIN",
    })
    void each_story_has_the_security_it_tells_of(String domain, String mx, String host, String a, String tlsa)
            throws Exception {
        assertThat(status(domain, "MX")).isEqualTo(mx);
        assertThat(status(host, "A")).isEqualTo(a);
        assertThat(status("_" + network.deliveryPort() + "._tcp." + host, "TLSA"))
                .isEqualTo(tlsa);
    }

    @Test
    void tlsa_records_fit_the_certificates_that_are_told_to_fit() throws Exception {
        PracticeCertificate leaf = network.certificates().leaf("x.practice");
        byte[] key = leaf.leaf().getPublicKey().getEncoded();
        assertThat(leaf.tlsa(3, 1, 1).data())
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(key));
        assertThat(leaf.tlsa(3, 0, 0).data()).isEqualTo(leaf.leaf().getEncoded());
        assertThat(leaf.tlsa(2, 0, 2).data())
                .isEqualTo(MessageDigest.getInstance("SHA-512")
                        .digest(network.certificates().authority().getEncoded()));
        leaf.leaf().verify(network.certificates().authority().getPublicKey());
    }

    @Test
    void all_receivers_share_one_port_and_nobody_listens_at_the_dead_host() throws Exception {
        assertThat(network.receiver("mx.ok.practice").orElseThrow().address().getPort())
                .isEqualTo(network.deliveryPort());
        assertThat(network.receiver("mx.dead.practice")).isEmpty();
        Record address = resolver.send(query("mx.dead.practice", "A"))
                .getSection(Section.ANSWER)
                .getFirst();
        InetAddress dead = InetAddress.getByName(address.rdataToString());
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new Socket(dead, network.deliveryPort()).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void the_policy_names_the_resolver_and_the_anchor_and_is_sound_yaml() {
        String yaml = network.policyYaml(folder.resolve("root.anchor"));
        Object read = new Yaml().load(yaml);
        assertThat(read).isInstanceOf(java.util.Map.class);
        assertThat(yaml)
                .contains("port: " + network.resolver().getPort())
                .contains("root.anchor\"")
                .contains("{ domain: ok.practice, tls: REQUIRED, dane: MANDATORY }")
                .contains("{ domain: .practice, tls: PREFERRED, dane: OPPORTUNISTIC, mtaSts: OPPORTUNISTIC }");
        assertThat(network.stories()).extracting(PracticeStory::domain).containsAll(PracticePolicy.MANDATORY);
    }

    @Test
    void the_policy_file_passes_the_product_s_own_check() throws Exception {
        Path anchor = folder.resolve("checked.anchor");
        network.writeTrustAnchor(anchor);
        Path policy = Files.writeString(folder.resolve("policy.yml"), network.policyYaml(anchor));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit = PolicyCheck.check(policy, new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(exit).as(out.toString(StandardCharsets.UTF_8)).isZero();
    }

    @Test
    void every_story_stands_in_the_documentation() throws Exception {
        String page = Files.readString(Path.of("docs/practice-network.md"));
        for (PracticeStory story : network.stories()) {
            assertThat(page)
                    .contains("| `%s` | %s | %s | %s |"
                            .formatted(story.domain(), story.title(), story.mandatory(), story.opportunistic()));
        }
    }

    @Test
    void each_resolver_with_a_trouble_has_it() throws Exception {
        assertThat(answers(ResolverTrouble.SLOW, 1)).isEmpty();
        assertThat(answers(ResolverTrouble.LOSSY, 6)).hasSize(4);
        assertThat(answers(ResolverTrouble.STALE, 1))
                .singleElement()
                .satisfies(a -> assertThat(signed(a)).isTrue());
        assertThat(answers(ResolverTrouble.WITHOUT_DNSSEC, 1)).singleElement().satisfies(a -> {
            assertThat(a.getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(signed(a)).isFalse();
        });
        assertThat(answers(ResolverTrouble.WITHOUT_EDNS, 1))
                .singleElement()
                .satisfies(a -> assertThat(a.getRcode()).isEqualTo(Rcode.FORMERR));
    }

    private static boolean signed(Message answer) {
        return answer.getSection(Section.ANSWER).stream().anyMatch(r -> r.getType() == Type.RRSIG);
    }

    /// What comes back of so many questions by UDP within a moment.
    private static List<Message> answers(ResolverTrouble trouble, int questions) throws Exception {
        List<Message> answers = new ArrayList<>();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(400);
            socket.connect(network.resolver(trouble));
            for (int i = 0; i < questions; i++) {
                Message query = query("ok.practice", "MX");
                query.addRecord(new OPTRecord(1232, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
                byte[] wire = query.toWire();
                socket.send(new DatagramPacket(wire, wire.length));
            }
            DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
            while (answers.size() < questions) {
                socket.receive(packet);
                answers.add(new Message(Arrays.copyOf(packet.getData(), packet.getLength())));
            }
        } catch (SocketTimeoutException e) {
            return answers;
        }
        return answers;
    }

    private static String status(String name, String type) throws Exception {
        Message reply = resolver.send(query(name, type));
        if (reply.getRcode() == Rcode.SERVFAIL) {
            return "BOGUS";
        }
        String security = reply.getHeader().getFlag(Flags.AD) ? "SECURE" : "INSECURE";
        if (reply.getRcode() == Rcode.NXDOMAIN) {
            return security + " NXDOMAIN";
        }
        boolean data = reply.getSection(Section.ANSWER).stream().anyMatch(r -> r.getType() == Type.value(type));
        return data ? security : security + " NODATA";
    }

    private static Message query(String name, String type) throws Exception {
        return Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), Type.value(type), DClass.IN));
    }
}
