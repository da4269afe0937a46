package org.danegate.dane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.danegate.address.DomainName;
import org.danegate.dane.TestCertificates.Issued;
import org.danegate.dns.answer.TlsaRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Records and certificates of any octets: no exception, no endless loop, no success that is none.
@Timeout(60)
class TlsaFuzzTest {

    private static final DomainName BASE = DomainName.parse("mx.example.org");

    @Test
    void random_records_never_match_and_never_throw() throws Exception {
        Issued authority = TestCertificates.authority("CA");
        Issued server = TestCertificates.issue(
                "mx.example.org", authority, false, java.time.Duration.ofDays(-1), java.time.Duration.ofDays(9));
        List<X509Certificate> chain = List.of(server.certificate(), authority.certificate());
        Random random = new Random(1);
        for (int i = 0; i < 3000; i++) {
            byte[] data = new byte[lengths(random)];
            random.nextBytes(data);
            TlsaRecord record = new TlsaRecord(octet(random), octet(random), octet(random), data);
            List<TlsaRecord> usable = UsableRecords.of(List.of(record, record));
            assertThat(usable.size()).isLessThanOrEqualTo(1);
            if (!usable.isEmpty()) {
                assertThat(match(usable, chain)).isInstanceOf(DaneVerdict.Failed.class);
            }
        }
    }

    @Test
    void one_flipped_bit_in_a_record_is_a_mismatch() throws Exception {
        Issued server = TestCertificates.selfSigned("mx.example.org");
        Random random = new Random(2);
        for (int i = 0; i < 500; i++) {
            TlsaRecord good = server.tlsa(3, random.nextInt(2), random.nextInt(3));
            byte[] data = good.data().clone();
            data[random.nextInt(data.length)] ^= (byte) (1 << random.nextInt(8));
            TlsaRecord bad = new TlsaRecord(3, good.selector(), good.matchingType(), data);
            assertThat(match(List.of(bad), List.of(server.certificate()))).isInstanceOf(DaneVerdict.Failed.class);
            assertThat(match(List.of(good), List.of(server.certificate()))).isInstanceOf(DaneVerdict.Success.class);
        }
    }

    @Test
    void mangled_certificates_match_by_their_octets_or_not_at_all__D73_D74() throws Exception {
        Issued server = TestCertificates.selfSigned("mx.example.org");
        byte[] der = server.certificate().getEncoded();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        Random random = new Random(3);
        for (int i = 0; i < 3000; i++) {
            byte[] mangled = der.clone();
            mangled[random.nextInt(mangled.length)] ^= (byte) (1 << random.nextInt(8));
            X509Certificate read;
            try {
                read = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(mangled));
            } catch (CertificateException unreadable) {
                continue;
            }
            assertThat(match(List.of(server.tlsa(3, 0, 1)), List.of(read))).isInstanceOf(DaneVerdict.Failed.class);
            boolean sameKey = Arrays.equals(
                    read.getPublicKey().getEncoded(),
                    server.certificate().getPublicKey().getEncoded());
            assertThat(match(List.of(server.tlsa(3, 1, 1)), List.of(read)) instanceof DaneVerdict.Success)
                    .isEqualTo(sameKey);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(mangled);
            assertThat(match(List.of(new TlsaRecord(2, 0, 1, digest)), List.of(read, read)))
                    .isInstanceOf(DaneVerdict.Failed.class);
        }
    }

    private static int octet(Random random) {
        return random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(4);
    }

    private static int lengths(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> 32;
            case 1 -> 64;
            case 2 -> 0;
            default -> random.nextInt(600);
        };
    }

    private static DaneVerdict match(List<TlsaRecord> records, List<X509Certificate> chain) {
        return CertificateMatching.match(
                new DanePlan.Authenticate(BASE, records, List.of(BASE), ""), chain, Instant.now());
    }
}
