package org.danegate.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.danegate.dkim.KeyRecord.Mark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Signing keys: what is published of them, and how they are read and stored.
class KeyRecordTest {

    private static SigningKey rsa;
    private static SigningKey ed25519;

    @TempDir
    Path folder;

    @BeforeAll
    static void make() throws Exception {
        rsa = KeyMaking.generate("rsa", NewKey.RSA_2048);
        ed25519 = KeyMaking.generate("ed", NewKey.ED25519);
    }

    @Test
    @Tag("G-31")
    void rsa_publishes_its_subject_public_key_info_and_ed25519_its_32_octets() {
        assertThat(rsa.published()).hasSize(392);
        assertThat(Base64.getDecoder().decode(rsa.published()))
                .isEqualTo(rsa.publicKey().getEncoded());
        assertThat(ed25519.published()).hasSize(44);
        assertThat(text(rsa)).startsWith("v=DKIM1; k=rsa; p=MII");
        assertThat(text(ed25519, Mark.STRICT, Mark.TESTING, Mark.REPORTS))
                .startsWith("v=DKIM1; k=ed25519; s=tlsrpt; t=y:s; p=");
    }

    @ParameterizedTest
    @CsvSource({"RSA_2048, 2", "RSA_4096, 3", "ED25519, 1"})
    @Tag("G-32")
    void a_value_is_shown_in_strings_of_255_octets(NewKey kind, int pieces) throws Exception {
        String published = kind.bits() == 0 ? ed25519.published() : publicKey(kind.bits());
        KeyRecord record = KeyRecord.of(kind.algorithm(), published, Set.of());

        assertThat(record.pieces()).hasSize(pieces).allMatch(piece -> piece.length() <= 255);
        assertThat(String.join("", record.pieces())).isEqualTo(record.text());
        assertThat(record.zoneLines("s._domainkey.example.com")).startsWith("s._domainkey.example.com. IN TXT ");
    }

    /// A public key of that size without a private one. Making both of 4096 bits takes a minute without the
    /// compiler that makes arithmetic on large numbers quick.
    private static String publicKey(int bits) throws Exception {
        BigInteger modulus = BigInteger.ONE.setBit(bits - 1);
        byte[] key = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(modulus, RSAKeyGenParameterSpec.F4))
                .getEncoded();
        return Base64.getEncoder().encodeToString(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DKIM1; k=rsa; p=KEY | MATCHES",
                "p=KEY | MATCHES",
                "v = DKIM1 ; k = rsa ; p = KEY ; | MATCHES",
                "v=DKIM1; k=rsa; t=s; s=email:other; h=sha1:sha256; p=KEY | MATCHES",
                "v=DKIM1; s=tlsrpt; p=KEY | REPORTS_ONLY",
                "v=DKIM1; k=ed25519; p=KEY | OTHER_KEY",
                "v=DKIM1; k=rsa; p=MIGfMA0 | OTHER_KEY",
                "v=DKIM1; p= | REVOKED",
                "v=DKIM1; h=sha1; p=KEY | FORBIDS",
                "v=DKIM1; s=other; p=KEY | FORBIDS",
                "v=DKIM2; p=KEY | MALFORMED",
                "v=spf1 -all | MALFORMED",
                "nothing | MALFORMED"
            })
    @Tag("G-33")
    void a_published_record_is_judged_as_a_verifier_does(String record, RecordVerdict verdict) {
        String text = record.replace("KEY", rsa.published());

        assertThat(KeyRecord.judge(List.of(text), rsa)).isEqualTo(verdict);
        assertThat(KeyRecord.judge(List.of(text, text), rsa)).isEqualTo(RecordVerdict.SEVERAL);
        assertThat(KeyRecord.judge(List.of(), rsa)).isEqualTo(RecordVerdict.MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
                "genrsa -traditional 1024",
                "genpkey -algorithm ed25519"
            })
    @Tag("G-30")
    void keys_of_openssl_are_read(String command) throws Exception {
        String pem = openssl(command.split(" ", -1));

        assertThat(KeyReading.read("some text before\n" + pem))
                .isInstanceOfSatisfying(KeyReading.Found.Key.class, found -> {
                    try {
                        SigningKey key = KeyMaking.of("k", found.key());
                        Path file = Files.writeString(folder.resolve("key.pem"), pem);
                        byte[] der = Base64.getMimeDecoder()
                                .decode(openssl("pkey", "-in", file.toString(), "-pubout")
                                        .replaceAll("-----[A-Z ]+-----", ""));
                        assertThat(key.publicKey().getEncoded()).isEqualTo(der);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 | unknown",
                "genpkey -algorithm ed448 | unknown",
                "genpkey -algorithm ed25519 -aes256 -pass pass:x | encrypted",
                "genrsa -traditional -aes256 -passout pass:x 1024 | encrypted"
            })
    @Tag("G-30")
    void other_keys_are_refused_with_the_reason(String command, String code) throws Exception {
        assertThat(KeyReading.read(openssl(command.split(" ", -1)))).isEqualTo(new KeyReading.Found.None(code));
    }

    @Test
    void damaged_texts_are_refused() throws Exception {
        String pem = openssl("genpkey", "-algorithm", "ed25519");

        assertThat(KeyReading.read(pem.replace("END", "ENDE"))).isEqualTo(new KeyReading.Found.None("malformed"));
        assertThat(KeyReading.read(pem.replaceFirst("\nM", "\n"))).isInstanceOf(KeyReading.Found.None.class);
        assertThat(KeyReading.read("hello")).isEqualTo(new KeyReading.Found.None("no-key"));
        assertThat(KeyReading.read("")).isEqualTo(new KeyReading.Found.None("no-key"));
    }

    @Test
    @Tag("G-30")
    void a_key_is_stored_for_the_server_only_and_read_back() throws Exception {
        Path keys = folder.resolve("dkim");
        SigningKeyFolder first = new SigningKeyFolder(keys);
        assertThat(first.add(rsa)).isTrue();
        assertThat(first.add(rsa)).as("never replaced").isFalse();
        first.add(ed25519);
        Files.createFile(keys.resolve(".new123.pem"));

        SigningKeyFolder later = new SigningKeyFolder(keys);
        later.finishChanges();

        assertThat(later.names()).containsExactly("ed", "rsa");
        assertThat(later.key("rsa").publicKey()).isEqualTo(rsa.publicKey());
        assertThat(later.key("ed").published()).isEqualTo(ed25519.published());
        assertThat(later.key("rsa").toString()).isEqualTo("signing key rsa");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rwx------");
        try (var files = Files.list(keys)) {
            assertThat(files)
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    private static String text(SigningKey key, Mark... marks) {
        return KeyRecord.of(key.algorithm(), key.published(), Set.of(marks)).text();
    }

    private static String openssl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
