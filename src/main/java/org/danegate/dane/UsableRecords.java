package org.danegate.dane;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.danegate.dns.answer.TlsaRecord;

/// Selects the TLSA records that count for SMTP (RFC 7672 3.1.3; RFC 6698 4.1): usages 2 and 3, known selector and
/// matching type, well-formed data. Within a usage and selector, only the strongest digest counts (RFC 7671 9).
final class UsableRecords {

    /// Records after this many are ignored (D-63).
    static final int LIMIT = 64;

    static final int DANE_TA = 2;
    static final int DANE_EE = 3;
    static final int WHOLE_CERTIFICATE = 0;
    static final int PUBLIC_KEY = 1;
    static final int FULL = 0;
    static final int SHA_256 = 1;
    static final int SHA_512 = 2;

    private static final Set<String> KEY_TYPES = Set.of("RSA", "EC", "EdDSA");

    private UsableRecords() {}

    static List<TlsaRecord> of(List<TlsaRecord> records) {
        List<TlsaRecord> wellFormed =
                records.stream().distinct().filter(UsableRecords::isUsable).toList();
        Set<List<Integer>> withSha512 = wellFormed.stream()
                .filter(r -> r.matchingType() == SHA_512)
                .map(r -> List.of(r.usage(), r.selector()))
                .collect(Collectors.toSet());
        return wellFormed.stream()
                .filter(r -> r.matchingType() != SHA_256 || !withSha512.contains(List.of(r.usage(), r.selector())))
                .toList();
    }

    private static boolean isUsable(TlsaRecord r) {
        boolean knownUsage = r.usage() == DANE_TA || r.usage() == DANE_EE;
        boolean knownSelector = r.selector() == WHOLE_CERTIFICATE || r.selector() == PUBLIC_KEY;
        if (!knownUsage || !knownSelector) {
            return false;
        }
        byte[] data = r.data();
        return switch (r.matchingType()) {
            case SHA_256 -> data.length == 32;
            case SHA_512 -> data.length == 64;
            case FULL -> r.selector() == WHOLE_CERTIFICATE ? isCertificate(data) : isPublicKey(data);
            default -> false;
        };
    }

    private static boolean isCertificate(byte[] der) {
        try {
            CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    private static boolean isPublicKey(byte[] der) {
        return KEY_TYPES.stream().anyMatch(type -> {
            try {
                KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(der));
                return true;
            } catch (GeneralSecurityException e) {
                return false;
            }
        });
    }
}
