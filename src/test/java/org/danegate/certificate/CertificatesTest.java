package org.danegate.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.danegate.certificate.CertificateUse.Place;
import org.danegate.certificate.Certificates.Outcome;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyFile;
import org.danegate.wording.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Which certificates are accepted, which are refused and why, and what happens to the files.
class CertificatesTest {

    private static final TestPki PKI = new TestPki();
    private static final byte[] NONE = {};

    @TempDir
    Path dir;

    private final AtomicReference<Policy> inForce = new AtomicReference<>(Policy.defaults());
    private final AtomicReference<Policy> draft = new AtomicReference<>(Policy.defaults());
    private final List<DeliveryEvent> events = new ArrayList<>();
    private Instant now = Instant.now();
    private CertificateFolder folder;
    private Certificates certificates;

    @BeforeEach
    void open() {
        folder = new CertificateFolder(dir.resolve("tls"), "gate.example");
        certificates = new Certificates(folder, committed(inForce::get), draft::get, () -> "", events::add, () -> now);
    }

    private static CommittedPolicy committed(Supplier<Policy> inForce) {
        return new CommittedPolicy() {
            @Override
            public Revision current() {
                return new Revision(1, inForce.get());
            }

            @Override
            public void onCommit(Consumer<Revision> reader) {
                // Nothing is committed here.
            }
        };
    }

    /// Generates in a process of its own, as the product runs: the tests' own processes go without the compiler
    /// that makes arithmetic on large numbers quick, and an RSA key of 4096 bits took half a minute there.
    static final class OwnProcess {

        private OwnProcess() {}

        static String generate(Path tls, KeyKind kind) throws Exception {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            OwnProcess.class.getName(),
                            tls.toString(),
                            kind.name())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            return said.lines().reduce((first, last) -> last).orElse("");
        }

        public static void main(String[] words) throws Exception {
            Certificates certificates = new Certificates(
                    new CertificateFolder(Path.of(words[0]), "gate.example"),
                    committed(Policy::defaults),
                    Policy::defaults,
                    () -> "",
                    event -> {},
                    Instant::now);
            CertificateRequest wish = new CertificateRequest(
                    KeyKind.valueOf(words[1]),
                    "mail.example",
                    "Other.example, *.example\nmail.example",
                    " Example Ltd ",
                    "90");
            System.out.println(codes(certificates.generate("made", wish, "admin")));
        }
    }

    @Test
    void a_certificate_with_its_chain_in_any_order_is_kept_in_files_for_the_server_alone() throws Exception {
        TestPki.Signed leaf = PKI.leaf("mail.example");
        Outcome outcome = upload("gateway", PKI.root.pem() + leaf.pem() + PKI.intermediate.pem(), leaf.key());

        assertThat(advice(outcome)).containsExactly("ordered");
        InstalledCertificate one = certificates.find("gateway").orElseThrow();
        assertThat(one.chain())
                .containsExactly(leaf.certificate(), PKI.intermediate.certificate(), PKI.root.certificate());
        assertThat(one.alternatives()).containsExactly("mail.example");
        assertThat(one.key()).isEqualTo("EC 256");
        assertThat(one.selfSigned()).isFalse();
        assertThat(one.tlsa())
                .extracting(InstalledCertificate.Tlsa::parameters)
                .containsExactly("3 1 1", "2 1 1", "2 1 1");
        assertThat(one.tlsa().getFirst().record()).startsWith("_25._tcp.mail.example. IN TLSA 3 1 1 ");
        assertThat(mode("tls")).isEqualTo("rwx------");
        assertThat(mode("tls/gateway.key.pem")).isEqualTo("rw-------");
        assertThat(events)
                .anySatisfy(e -> assertThat(e.toString())
                        .contains("user=admin")
                        .contains("installed certificate gateway")
                        .doesNotContain("PRIVATE"));
    }

    @Test
    void encrypted_keys_and_pkcs12_files_are_opened_with_their_password() throws Exception {
        TestPki.Signed leaf = PKI.leaf("mail.example");
        PrivateKey key = leaf.keys().getPrivate();
        String locked = TestPki.encrypted(key, "open sesame");
        byte[] file = TestPki.pkcs12(key, "s3cret", leaf.certificate(), PKI.intermediate.certificate());
        byte[] together = (leaf.key() + leaf.pem()).getBytes(StandardCharsets.US_ASCII);

        assertThat(codes(upload("pem", leaf.pem(), locked, "open sesame", NONE)))
                .containsExactly("done");
        assertThat(codes(upload("p12", "", "", "s3cret", file))).containsExactly("done");
        assertThat(codes(upload("both", "", "", "", together))).containsExactly("done");

        assertThat(folder.names()).containsExactly("both", "p12", "pem");
        assertThat(folder.chain("p12")).hasSize(2);
        for (String name : folder.names()) {
            assertThat(folder.privateKey(name)).isEqualTo(key);
        }
        assertThat(codes(upload("x", "", "", "wrong", file))).containsExactly("password:password");
        assertThat(codes(upload("x", "", "", "", file))).containsExactly("password:password-needed");
        assertThat(codes(upload("x", leaf.pem(), locked, "", NONE))).containsExactly("password:password-needed");
        assertThat(codes(upload("x", leaf.pem(), locked, "no", NONE))).containsExactly("password:password");
    }

    // The count stands in clear: it is changed without the work of making the key by it.
    @Test
    void an_encryption_that_asks_for_hours_is_refused_and_not_computed() throws Exception {
        TestPki.Signed leaf = PKI.leaf("mail.example");
        PrivateKey key = leaf.keys().getPrivate();
        byte[] der;
        try (PEMParser pem = new PEMParser(new java.io.StringReader(TestPki.encrypted(key, "open sesame", 65_537)))) {
            der = ((org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo) pem.readObject()).getEncoded();
        }
        byte[] dear = replaced(der, new byte[] {2, 3, 1, 0, 1}, new byte[] {2, 3, 127, -1, -1});
        String locked = PemText.of(new org.bouncycastle.util.io.pem.PemObject("ENCRYPTED PRIVATE KEY", dear));
        assertThat(codes(upload("x", leaf.pem(), locked, "open sesame", NONE))).contains("password:too-hard");

        KeyDerivationCost both = new KeyDerivationCost();
        byte[] million = replaced(der, new byte[] {2, 3, 1, 0, 1}, new byte[] {2, 3, 16, 0, 0});
        assertThat(both.add(million)).isTrue();
        assertThat(both.add(million)).as("2,097,152 in all").isFalse();

        KeyDerivationCost huge = new KeyDerivationCost();
        org.bouncycastle.asn1.pkcs.PBKDF2Params params =
                new org.bouncycastle.asn1.pkcs.PBKDF2Params(new byte[8], Integer.MAX_VALUE);
        assertThat(huge.add(new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                                org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers.id_PBKDF2, params)
                        .getEncoded()))
                .isFalse();
        assertThat(new KeyDerivationCost()
                        .add(new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
                                        org.bouncycastle.asn1.misc.MiscObjectIdentifiers.id_scrypt,
                                        new org.bouncycastle.asn1.misc.ScryptParams(new byte[8], 1 << 20, 8, 1))
                                .getEncoded()))
                .as("a gigabyte of scrypt")
                .isFalse();
        assertThat(new KeyDerivationCost().add(TestPki.pkcs12(key, "s3cret", leaf.certificate())))
                .isTrue();
    }

    private static byte[] replaced(byte[] text, byte[] from, byte[] to) {
        String all = new String(text, StandardCharsets.ISO_8859_1);
        String old = new String(from, StandardCharsets.ISO_8859_1);
        assertThat(all).contains(old);
        return all.replace(old, new String(to, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void what_is_wrong_is_said_of_its_field_and_nothing_is_written() throws Exception {
        TestPki.Signed leaf = PKI.leaf("mail.example");
        String pem = leaf.pem();
        String key = leaf.key();
        String other = TestPki.pem(TestPki.pair("EC").getPrivate());

        assertThat(codes(upload("a b", pem, key))).containsExactly("name:name");
        assertThat(codes(upload("../x", pem, key))).containsExactly("name:name");
        assertThat(codes(upload("Self-Signed", pem, key))).containsExactly("name:reserved");
        assertThat(codes(upload("x", "", key))).containsExactly("certificate:no-certificate");
        assertThat(codes(upload("x", "hello", key))).containsExactly("certificate:no-pem");
        assertThat(codes(upload("x", pem.replace("MII", "!!!"), key))).containsExactly("certificate:malformed");
        assertThat(codes(upload("x", "a".repeat(300_000), key))).contains("certificate:too-large");
        assertThat(codes(upload("x", pem, ""))).containsExactly("privateKey:no-key");
        assertThat(codes(upload("x", pem, key + other))).containsExactly("privateKey:keys");
        assertThat(codes(upload("x", pem, other))).containsExactly("privateKey:no-fit");
        assertThat(codes(upload("x", pem + PKI.root.pem(), key)))
                .as("the intermediate one is missing")
                .containsExactly("certificate:foreign");
        assertThat(codes(upload("x", "", "", "", new byte[] {1, 2, 3}))).containsExactly("file:no-file");

        assertThat(dir.resolve("tls")).doesNotExist();
        assertThat(codes(upload("x", pem, key))).containsExactly("done");
        assertThat(codes(upload("X", pem, key))).containsExactly("name:taken");
    }

    @Test
    void an_expired_one_is_taken_with_a_warning() throws Exception {
        TestPki.Signed leaf = PKI.leaf("old.example", "RSA", Duration.ofDays(2), now.minus(Duration.ofDays(9)));
        Outcome outcome = upload("old", leaf.pem() + PKI.intermediate.pem(), leaf.key());

        assertThat(advice(outcome)).containsExactly("expired");
        InstalledCertificate one = certificates.find("old").orElseThrow();
        assertThat(one.key()).isEqualTo("RSA 2048");
        assertThat(one.validity(now)).isEqualTo(Validity.EXPIRED);
        assertThat(one.daysLeft(now)).isNegative();
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void a_key_is_generated_with_a_certificate_that_works_at_once_and_a_request_for_an_authority(KeyKind kind)
            throws Exception {
        assertThat(OwnProcess.generate(dir.resolve("tls"), kind)).isEqualTo("[done]");

        InstalledCertificate one = certificates.find("made").orElseThrow();
        assertThat(one.subject()).isEqualTo("O=Example Ltd,CN=mail.example");
        assertThat(one.alternatives()).containsExactly("mail.example", "other.example", "*.example");
        assertThat(one.key()).isEqualTo(kind.label().replace("P-", ""));
        assertThat(one.selfSigned()).isTrue();
        assertThat(one.daysLeft(now)).isBetween(89L, 90L);
        assertThat(one.tlsa()).hasSize(1);
        assertThat(folder.keys("made")).isNotEmpty();

        try (PEMParser parser = new PEMParser(new StringReader(certificates.signingRequest("made")))) {
            PKCS10CertificationRequest request = (PKCS10CertificationRequest) parser.readObject();
            assertThat(request.isSignatureValid(new JcaContentVerifierProviderBuilder()
                            .build(one.own().getPublicKey())))
                    .isTrue();
            assertThat(request.getSubject().toString()).isEqualTo("CN=mail.example,O=Example Ltd");
            assertThat(request.getRequestedExtensions()).isNotNull();
        }
    }

    @Test
    void a_signed_request_comes_back_without_the_key_and_another_key_has_to_come_along() throws Exception {
        generate("made", "90");
        X509Certificate before = certificates.find("made").orElseThrow().own();
        PrivateKey key = folder.privateKey("made");
        List<String> heard = new ArrayList<>();
        folder.onChange(() -> heard.add("changed"));

        X509Certificate signed = PKI.signed(before);
        assertThat(codes(replace(TestPki.pem(signed), ""))).containsExactly("done");
        assertThat(certificates.find("made").orElseThrow().own()).isEqualTo(signed);
        assertThat(folder.privateKey("made")).isEqualTo(key);
        assertThat(heard).hasSize(1);

        TestPki.Signed leaf = PKI.leaf("mail.example");
        assertThat(codes(replace(leaf.pem(), ""))).containsExactly("certificate:no-fit");
        assertThat(codes(replace(leaf.pem(), leaf.key()))).containsExactly("done");
        assertThat(codes(replace(certificates.signingRequest("made"), ""))).containsExactly("certificate:request");
    }

    @Test
    void faults_of_a_wish_are_said_of_their_fields() throws Exception {
        Outcome outcome = certificates.generate(
                "x y", new CertificateRequest(KeyKind.EC_P256, "no host", "bad_host!", "O".repeat(65), "0"), "admin");
        assertThat(codes(outcome))
                .containsExactly(
                        "name:name", "commonName:host", "names:host", "organisation:organisation", "days:days");
    }

    @Test
    void one_in_use_is_not_deleted_whether_in_force_or_in_the_working_copy() throws Exception {
        generate("a", "9");
        inForce.set(policy("a"));
        assertThat(certificates.delete("a", "admin"))
                .containsExactly(
                        new CertificateUse(Place.CLIENT, "", true, false),
                        new CertificateUse(Place.LISTENER, "OutgoingMail", true, false));
        draft.set(policy("a"));
        inForce.set(policy("other"));
        assertThat(certificates.delete("a", "admin")).hasSize(2);
        assertThat(folder.has("a")).isTrue();
        draft.set(policy("other"));
        assertThat(certificates.delete("a", "admin")).isEmpty();
        assertThat(folder.names()).isEmpty();
        try (var left = Files.list(dir.resolve("tls"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void the_self_signed_one_is_in_use_where_a_listener_has_no_other() throws Exception {
        folder.selfSigned(now);
        assertThat(certificates.uses(CertificateFolder.SELF_SIGNED))
                .containsExactly(new CertificateUse(Place.LISTENER, "OutgoingMail", true, true));
        draft.set(policy("not-there"));
        assertThat(certificates.uses(CertificateFolder.SELF_SIGNED))
                .containsExactly(new CertificateUse(Place.LISTENER, "OutgoingMail", true, true));
    }

    @Test
    void a_replacement_that_a_crash_cut_short_is_finished_or_undone_as_a_whole() throws Exception {
        Path tls = dir.resolve("tls");
        TestPki.Signed before = PKI.leaf("before.example");
        TestPki.Signed after = PKI.leaf("after.example");
        folder.put("a", List.of(before.certificate()), before.keys().getPrivate());

        Files.writeString(tls.resolve("a.crt.new"), after.pem());
        folder.finishChanges();
        assertThat(folder.chain("a")).containsExactly(before.certificate());

        Files.writeString(tls.resolve("a.crt.new"), after.pem());
        Files.writeString(tls.resolve("a.key.new"), after.key());
        folder.finishChanges();
        assertThat(folder.chain("a")).containsExactly(after.certificate());
        assertThat(folder.privateKey("a")).isEqualTo(after.keys().getPrivate());

        Files.writeString(tls.resolve("a.crt.pem"), before.pem());
        Files.writeString(tls.resolve("a.key.new"), before.key());
        folder.finishChanges();
        assertThat(folder.privateKey("a")).isEqualTo(before.keys().getPrivate());
        try (var left = Files.list(tls)) {
            assertThat(left).hasSize(2);
        }
    }

    @Test
    void the_end_of_a_certificate_is_told_at_thirty_and_seven_days_and_each_day_when_it_is_over() throws Exception {
        generate("a", "40");
        ExpiryWatch watch = new ExpiryWatch(certificates, events::add, () -> now);
        List<String> told = new ArrayList<>();
        Instant start = now;
        for (int day = 0; day <= 42; day++) {
            now = start.plus(Duration.ofDays(day)).plusSeconds(60);
            events.clear();
            watch.look();
            for (DeliveryEvent e : events) {
                DeliveryEvent.ConditionSeen seen = (DeliveryEvent.ConditionSeen) e;
                told.add(day + " " + seen.weight());
                assertThat(seen.about()).isEqualTo("a");
            }
        }
        assertThat(told).containsExactly("10 WARNING", "33 WARNING", "40 CRITICAL", "41 CRITICAL", "42 CRITICAL");
    }

    private void generate(String name, String days) throws Exception {
        CertificateRequest wish = new CertificateRequest(KeyKind.EC_P256, "mail.example", "", "", days);
        assertThat(codes(certificates.generate(name, wish, "admin"))).containsExactly("done");
    }

    private Outcome replace(String certificate, String key) throws Exception {
        return certificates.replace("made", new CertificateMaterial(certificate, key, "", NONE), "admin");
    }

    private Outcome upload(String name, String certificate, String key) throws Exception {
        return upload(name, certificate, key, "", NONE);
    }

    private Outcome upload(String name, String certificate, String key, String password, byte[] file) throws Exception {
        return certificates.upload(name, new CertificateMaterial(certificate, key, password, file), "admin");
    }

    private static List<String> advice(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done) outcome)
                .advice().stream().map(CertificatesTest::code).toList();
    }

    private static String code(Fault fault) {
        return fault.wording().code().replaceFirst("certificate\\.(fault|advice)\\.", "");
    }

    private static List<String> codes(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> List.of("done");
            case Outcome.Refused refused ->
                refused.faults().stream().map(f -> f.field() + ":" + code(f)).toList();
        };
    }

    private static Policy policy(String certificate) {
        return Objects.requireNonNull(
                PolicyFile.read("""
                destinationControls: { global: { certificate: %s } }
                listeners:
                  - { name: OutgoingMail, address: 127.0.0.1, port: 2525, certificate: %s,
                      senderGroups: [ { name: ALL, senders: [ ALL ], policy: BLOCKED } ] }
                """.formatted(certificate, certificate)).policy());
    }

    private String mode(String file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(file)));
    }
}
