package org.danegate.dane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.danegate.address.DomainName;
import org.danegate.dane.TestCertificates.Extra;
import org.danegate.dane.TestCertificates.Issued;
import org.danegate.dns.answer.TlsaRecord;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trust anchors are held to their own limits, as OpenSSL does for Postfix; and what a server sends cannot make the
/// search for a path endless.
class AnchorLimitsTest {

    private static final DomainName BASE = DomainName.parse("mx.example.org");
    private static final Duration YESTERDAY = Duration.ofDays(-1);
    private static final Duration SOON = Duration.ofDays(10);
    private static final String OPENSSL = "/usr/bin/openssl";

    @TempDir
    Path folder;

    /// The server's certificate first, the anchor last.
    private final Map<String, List<Issued>> cases = new TreeMap<>();

    private void cases() throws Exception {
        two("plain", b -> {});
        two("names permitted", b -> constraints(b, "example.org", null));
        two("names of others permitted", b -> constraints(b, "example.com", null));
        two("names excluded", b -> constraints(b, null, "example.org"));
        two("names of others excluded", b -> constraints(b, null, "example.com"));
        two("may sign", b -> b.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)));
        two("may not sign", b -> b.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature)));
        two("for servers", b -> purposes(b, KeyPurposeId.id_kp_serverAuth));
        two("for clients", b -> purposes(b, KeyPurposeId.id_kp_clientAuth));
        two("for anything", b -> purposes(b, KeyPurposeId.anyExtendedKeyUsage));
        two("unknown critical", b -> unknown(b, true));
        two("unknown, not critical", b -> unknown(b, false));
        dated("expired", Duration.ofDays(-30), YESTERDAY);
        dated("not yet valid", Duration.ofDays(1), Duration.ofDays(5));
        anchor("no authority", new BasicConstraints(false), b -> {});
        anchor(
                "no basic constraints, may sign",
                null,
                b -> b.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)));
        anchor("no basic constraints", null, b -> {});
        Issued short0 = TestCertificates.authority("Root", null, 0);
        cases.put("path length kept", List.of(leaf(short0), short0));
        Issued below = TestCertificates.authority("Below", short0, 0);
        cases.put("path length exceeded", List.of(leaf(below), below, short0));
        cases.put("path length, self-issued between", rolledOver());
        Issued root = TestCertificates.authority("Root");
        between("between: names of others permitted", root, b -> constraints(b, "example.com", null));
        between("between: names permitted", root, b -> constraints(b, "example.org", null));
        between("between: for clients", root, b -> purposes(b, KeyPurposeId.id_kp_clientAuth));
        between(
                "between: may not sign",
                root,
                b -> b.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature)));
        between("between: unknown critical", root, b -> unknown(b, true));
        Issued constrained = TestCertificates.issue(
                "Root", null, new BasicConstraints(true), YESTERDAY, SOON, b -> constraints(b, "example.com", null));
        Issued middle = TestCertificates.authority("Middle", constrained, 0);
        cases.put("names of others permitted, two below", List.of(leaf(middle), middle, constrained));
        for (String permitted : List.of("example.org", "example.com")) {
            Issued anchor = TestCertificates.issue(
                    "Root", null, new BasicConstraints(true), YESTERDAY, SOON, b -> constraints(b, permitted, null));
            Issued byCommonName = TestCertificates.issue(
                    "mx.example.org", anchor, new BasicConstraints(false), YESTERDAY, SOON, b -> {});
            cases.put("common name alone, " + permitted + " permitted", List.of(byCommonName, anchor));
        }
    }

    @Test
    void limits_of_anchors_bind_as_in_openssl() throws Exception {
        boolean there = Files.isExecutable(Path.of(OPENSSL));
        Assumptions.assumeTrue(there || "true".equals(System.getenv("CI")), "openssl is missing");
        cases();
        List<String> taken = new ArrayList<>();
        List<String> different = new ArrayList<>();
        for (Map.Entry<String, List<Issued>> each : cases.entrySet()) {
            List<Issued> chain = each.getValue();
            boolean ours = match(chain.getLast().tlsa(2, 0, 1), chain) instanceof DaneVerdict.Success;
            boolean carried = match(chain.getLast().tlsa(2, 0, 0), chain.subList(0, chain.size() - 1))
                    instanceof DaneVerdict.Success;
            assertThat(carried).as(each.getKey()).isEqualTo(ours);
            if (ours) {
                taken.add(each.getKey());
            }
            if (ours != openssl(chain)) {
                different.add(each.getKey());
            }
        }

        assertThat(taken)
                .containsExactlyInAnyOrder(
                        "between: names permitted",
                        "for anything",
                        "for servers",
                        "may sign",
                        "names of others excluded",
                        "names permitted",
                        "path length kept",
                        "path length, self-issued between",
                        "plain",
                        "unknown, not critical");
        assertThat(different)
                .as("each with its reason in docs/dane.md")
                .containsExactlyInAnyOrder(
                        "for anything", "no basic constraints, may sign", "common name alone, example.org permitted");
    }

    @Test
    void a_bare_key_has_no_limits_and_need_not_be_sent() throws Exception {
        Issued root = TestCertificates.issue(
                "Root", null, new BasicConstraints(true), YESTERDAY, SOON, b -> constraints(b, "example.com", null));
        Issued middle = TestCertificates.authority("Middle", root, 0);
        Issued server = leaf(middle);

        assertThat(match(root.tlsa(2, 1, 0), List.of(server, middle))).isInstanceOf(DaneVerdict.Success.class);
        assertThat(match(root.tlsa(2, 1, 0), List.of(server))).isInstanceOf(DaneVerdict.Failed.class);
        assertThat(match(root.tlsa(2, 1, 0), List.of(server, middle, root)).reason())
                .contains("name constraints");
    }

    @Test
    void of_two_certificates_for_one_authority_the_one_that_leads_to_the_anchor_counts() throws Exception {
        Issued root = TestCertificates.authority("Root");
        Issued other = TestCertificates.authority("Other");
        Issued middle = TestCertificates.authority("Middle", root, 3);
        Issued crossed = TestCertificates.again(middle, other);
        Issued crossedRoot = TestCertificates.again(root, other);
        Issued server = leaf(middle);

        for (List<Issued> between : List.of(List.of(middle, crossed), List.of(crossed, middle))) {
            for (Issued anchor : List.of(root, other, crossedRoot)) {
                List<Issued> chain = new ArrayList<>(List.of(server));
                chain.addAll(between);
                chain.addAll(List.of(other, crossedRoot, root));
                assertThat(match(anchor.tlsa(2, 0, 1), chain)).isInstanceOf(DaneVerdict.Success.class);
            }
        }
    }

    @Test
    void thirty_two_certificates_in_any_order_with_strangers_between_are_read() throws Exception {
        List<Issued> path = new ArrayList<>(List.of(TestCertificates.authority("CA 0")));
        for (int i = 1; i < 26; i++) {
            path.add(TestCertificates.authority("CA " + i, path.getLast(), 30 - i));
        }
        Issued server = leaf(path.getLast());
        List<Issued> sent = new ArrayList<>(path);
        for (int i = 0; i < 5; i++) {
            sent.add(TestCertificates.authority(i % 2 == 0 ? "CA " + i : "Stranger " + i));
        }
        Collections.shuffle(sent, new Random(7));
        sent.addFirst(server);

        assertThat(sent).hasSize(32);
        assertThat(match(path.getFirst().tlsa(2, 1, 1), sent)).isInstanceOf(DaneVerdict.Success.class);
    }

    @Test
    void certificates_that_issue_each_other_cannot_make_the_search_endless() throws Exception {
        Issued anchor = TestCertificates.authority("Anchor");
        List<Issued> authorities = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            authorities.add(TestCertificates.authority("CA"));
        }
        List<Issued> clique = new ArrayList<>(List.of(leaf(authorities.getFirst())));
        for (int i = 0; i < 30; i++) {
            clique.add(TestCertificates.again(authorities.get(i % 6), authorities.get((i + 1 + i / 6) % 6)));
        }
        clique.add(anchor);
        List<Issued> same = new ArrayList<>(List.of(leaf(authorities.getFirst())));
        for (int i = 0; i < 30; i++) {
            same.add(TestCertificates.again(authorities.getFirst(), authorities.getFirst()));
        }
        same.add(anchor);

        for (List<Issued> sent : List.of(clique, same)) {
            Instant start = Instant.now();
            assertThat(match(anchor.tlsa(2, 1, 1), sent)).isInstanceOf(DaneVerdict.Failed.class);
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
        }
        assertThatCode(() -> match(authorities.get(3).tlsa(2, 1, 1), clique)).doesNotThrowAnyException();
    }

    /// An authority that signed its own next key. Key identifiers lead OpenSSL, which tries no second issuer.
    private static List<Issued> rolledOver() throws Exception {
        JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
        Issued plain = TestCertificates.authority("Root", null, 0);
        Issued old = TestCertificates.again(
                plain,
                null,
                0,
                b -> b.addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        ids.createSubjectKeyIdentifier(plain.keys().getPublic())));
        Issued bare = TestCertificates.authority("Root");
        Issued next = TestCertificates.again(bare, old, 0, b -> {
            b.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    ids.createSubjectKeyIdentifier(bare.keys().getPublic()));
            b.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    ids.createAuthorityKeyIdentifier(old.keys().getPublic()));
        });
        Issued server =
                TestCertificates.issue("mx.example.org", next, new BasicConstraints(false), YESTERDAY, SOON, b -> {
                    b.addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            ids.createAuthorityKeyIdentifier(next.keys().getPublic()));
                    b.addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.dNSName, "mx.example.org")));
                });
        return List.of(server, next, old);
    }

    private void two(String name, Extra extra) throws Exception {
        anchor(name, new BasicConstraints(true), extra);
    }

    private void anchor(String name, BasicConstraints constraints, Extra extra) throws Exception {
        Issued anchor = TestCertificates.issue("Root", null, constraints, YESTERDAY, SOON, extra);
        cases.put(name, List.of(leaf(anchor), anchor));
    }

    private void dated(String name, Duration from, Duration until) throws Exception {
        Issued anchor = TestCertificates.issue("Root", null, new BasicConstraints(true), from, until, b -> {});
        cases.put(name, List.of(leaf(anchor), anchor));
    }

    private void between(String name, Issued root, Extra extra) throws Exception {
        Issued middle = TestCertificates.issue("Middle", root, new BasicConstraints(true), YESTERDAY, SOON, extra);
        cases.put(name, List.of(leaf(middle), middle, root));
    }

    private static Issued leaf(Issued authority) throws Exception {
        return TestCertificates.issue("mx.example.org", authority, false, YESTERDAY, SOON);
    }

    private static void constraints(JcaX509v3CertificateBuilder b, String permitted, String excluded) throws Exception {
        b.addExtension(Extension.nameConstraints, true, new NameConstraints(subtrees(permitted), subtrees(excluded)));
    }

    private static GeneralSubtree[] subtrees(String name) {
        return name == null
                ? null
                : new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, name))};
    }

    private static void purposes(JcaX509v3CertificateBuilder b, KeyPurposeId... ids) throws Exception {
        b.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(ids));
    }

    private static void unknown(JcaX509v3CertificateBuilder b, boolean critical) throws Exception {
        b.addExtension(new ASN1ObjectIdentifier("1.2.3.4.5"), critical, new DEROctetString(new byte[] {1}));
    }

    private static DaneVerdict match(TlsaRecord record, List<Issued> chain) {
        List<X509Certificate> presented =
                chain.stream().map(Issued::certificate).toList();
        return CertificateMatching.match(
                new DanePlan.Authenticate(BASE, List.of(record), List.of(BASE), ""), presented, Instant.now());
    }

    /// What OpenSSL says of the path to the anchor, by the code that its DANE takes too.
    private boolean openssl(List<Issued> chain) throws Exception {
        Path leaf = pem("leaf.pem", chain.subList(0, 1));
        Path between = pem("between.pem", chain.subList(1, chain.size() - 1));
        Path anchor = pem("anchor.pem", chain.subList(chain.size() - 1, chain.size()));
        List<String> command = new ArrayList<>(
                List.of(OPENSSL, "verify", "-partial_chain", "-no-CAfile", "-no-CApath", "-purpose", "sslserver"));
        command.addAll(List.of("-verify_hostname", BASE.ascii(), "-trusted", anchor.toString()));
        if (chain.size() > 2) {
            command.addAll(List.of("-untrusted", between.toString()));
        }
        command.add(leaf.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() == 0;
    }

    private Path pem(String name, List<Issued> certificates) throws Exception {
        StringBuilder text = new StringBuilder();
        for (Issued issued : certificates) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(issued.certificate().getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return Files.writeString(folder.resolve(name), text);
    }
}
