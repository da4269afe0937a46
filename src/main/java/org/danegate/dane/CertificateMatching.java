package org.danegate.dane;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.danegate.dns.answer.TlsaRecord;

/// Compares a presented chain with TLSA records (RFC 6698 2.1; RFC 7671 5; RFC 7672 3). Records are alternatives: any
/// match is enough.
final class CertificateMatching {

    private static final int MOST_CERTIFICATES = 32;
    private static final int MOST_OCTETS = 100 * 1024;

    private CertificateMatching() {}

    static DaneVerdict match(DanePlan.Authenticate plan, List<X509Certificate> chain, Instant now) {
        if (chain.isEmpty()) {
            return new DaneVerdict.Failed("no certificate was presented");
        }
        try {
            if (chain.size() > MOST_CERTIFICATES || octets(chain) > MOST_OCTETS) {
                return new DaneVerdict.Failed("the certificate chain presented is too large");
            }
            return matchBounded(plan, chain, now);
        } catch (GeneralSecurityException e) {
            return new DaneVerdict.Failed("the certificate presented cannot be read: " + e.getMessage());
        }
    }

    private static DaneVerdict matchBounded(DanePlan.Authenticate plan, List<X509Certificate> chain, Instant now)
            throws GeneralSecurityException {
        List<DaneVerdict.Failed> misses = new ArrayList<>();
        X509Certificate leaf = chain.getFirst();
        TrustPaths paths = new TrustPaths(chain, now);
        for (TlsaRecord record : plan.usable()) {
            if (record.usage() == UsableRecords.DANE_EE) {
                if (matches(record, leaf)) {
                    return new DaneVerdict.Success(record, 0, "the server's certificate matches TLSA " + brief(record));
                }
                misses.add(new DaneVerdict.Failed("the server's certificate does not match TLSA " + brief(record)));
            } else {
                DaneVerdict verdict = TrustAnchorMatching.match(record, plan.referenceNames(), chain, paths, now);
                if (!(verdict instanceof DaneVerdict.Failed failed)) {
                    return verdict;
                }
                misses.add(failed);
            }
        }
        return nearest(misses);
    }

    /// All reasons, and how near the best record came.
    private static DaneVerdict.Failed nearest(List<DaneVerdict.Failed> misses) {
        return new DaneVerdict.Failed(
                misses.stream().map(DaneVerdict.Failed::reason).collect(Collectors.joining("; ")),
                misses.stream()
                        .map(DaneVerdict.Failed::miss)
                        .max(Comparator.naturalOrder())
                        .orElse(DaneVerdict.Miss.NO_RECORD));
    }

    /// Whether the certificate is the one that a record names: raw DER, of the whole certificate or its public key,
    /// in full or as a digest.
    static boolean matches(TlsaRecord record, X509Certificate certificate) throws GeneralSecurityException {
        byte[] selected = record.selector() == UsableRecords.WHOLE_CERTIFICATE
                ? certificate.getEncoded()
                : certificate.getPublicKey().getEncoded();
        byte[] association = switch (record.matchingType()) {
            case UsableRecords.FULL -> selected;
            case UsableRecords.SHA_256 -> MessageDigest.getInstance("SHA-256").digest(selected);
            case UsableRecords.SHA_512 -> MessageDigest.getInstance("SHA-512").digest(selected);
            default -> new byte[0];
        };
        return Arrays.equals(association, record.data());
    }

    /// Usage, selector, matching type and the first octets: enough for a person to find the record.
    static String brief(TlsaRecord record) {
        String text = record.text();
        return text.length() > 26 ? text.substring(0, 26) + "…" : text;
    }

    private static long octets(List<X509Certificate> chain) throws CertificateEncodingException {
        long sum = 0;
        for (X509Certificate certificate : chain) {
            sum += certificate.getEncoded().length;
        }
        return sum;
    }
}
