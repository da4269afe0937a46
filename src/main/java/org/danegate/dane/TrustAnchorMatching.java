package org.danegate.dane;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.TlsaRecord;
import org.jspecify.annotations.Nullable;

/// Checks DANE-TA(2): there must be a path from the server's certificate to an anchor that the record names, and a
/// matching name (RFC 7671 5.2; RFC 7672 3.1.2, 3.2). No trust store is used.
final class TrustAnchorMatching {

    /// An anchor to try.
    ///
    /// @param depth its position in the chain sent, -1 when the record carried it
    private record Candidate(TrustAnchor anchor, int depth) {}

    private TrustAnchorMatching() {}

    /// @param paths the paths through this chain; all records share its budget
    static DaneVerdict match(
            TlsaRecord record,
            List<DomainName> referenceNames,
            List<X509Certificate> chain,
            TrustPaths paths,
            Instant now)
            throws GeneralSecurityException {
        X509Certificate leaf = chain.getFirst();
        String brief = CertificateMatching.brief(record);
        List<Candidate> candidates = candidates(record, chain);
        if (candidates.isEmpty()) {
            return new DaneVerdict.Failed("no issuer certificate presented matches TLSA " + brief);
        }
        String why = "";
        DaneVerdict.Miss miss = DaneVerdict.Miss.PATH;
        for (Candidate candidate : candidates) {
            String fault = pathFault(candidate.anchor(), leaf, paths, now);
            if (fault != null) {
                why = fault;
            } else if (!CertificateNames.anyMatches(leaf, referenceNames)) {
                why = "certificate names " + CertificateNames.some(leaf, 10, 255) + " match none of " + referenceNames;
                miss = DaneVerdict.Miss.NAME;
            } else {
                return new DaneVerdict.Success(
                        record, candidate.depth(), "the chain leads to the trust anchor of TLSA " + brief);
            }
        }
        return new DaneVerdict.Failed("TLSA " + brief + ": " + why, miss);
    }

    private static List<Candidate> candidates(TlsaRecord record, List<X509Certificate> chain)
            throws GeneralSecurityException {
        List<Candidate> found = new ArrayList<>();
        Set<X509Certificate> seen = new LinkedHashSet<>(List.of(chain.getFirst()));
        for (int depth = 1; depth < chain.size(); depth++) {
            X509Certificate certificate = chain.get(depth);
            if (seen.add(certificate) && CertificateMatching.matches(record, certificate)) {
                found.add(new Candidate(new TrustAnchor(certificate, null), depth));
            }
        }
        if (found.isEmpty() && record.matchingType() == UsableRecords.FULL) {
            found.addAll(carriedByRecord(record, chain));
        }
        return found;
    }

    /// A `2 0 0` record holds the anchor's certificate, a `2 1 0` record its bare key, so the server need not send
    /// the anchor.
    private static List<Candidate> carriedByRecord(TlsaRecord record, List<X509Certificate> chain)
            throws GeneralSecurityException {
        if (record.selector() == UsableRecords.WHOLE_CERTIFICATE) {
            X509Certificate anchor = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(record.data()));
            return anchor.equals(chain.getFirst())
                    ? List.of()
                    : List.of(new Candidate(new TrustAnchor(anchor, null), -1));
        }
        PublicKey key = readKey(record.data());
        if (key == null || key.equals(chain.getFirst().getPublicKey())) {
            return List.of();
        }
        Set<X500Principal> issuers = new LinkedHashSet<>();
        chain.forEach(c -> issuers.add(c.getIssuerX500Principal()));
        return issuers.stream()
                .map(issuer -> new Candidate(new TrustAnchor(issuer, key, null), -1))
                .toList();
    }

    private static @Nullable PublicKey readKey(byte[] der) {
        for (String type : List.of("EC", "RSA", "EdDSA")) {
            try {
                return KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                // The key has another type.
            }
        }
        return null;
    }

    /// Null when a valid path exists, otherwise the fault in words.
    private static @Nullable String pathFault(TrustAnchor anchor, X509Certificate leaf, TrustPaths paths, Instant now) {
        try {
            X509Certificate certificate = anchor.getTrustedCert();
            String fault = certificate == null ? null : IssuerRules.fault(certificate, now);
            if (fault != null) {
                return fault;
            }
            leaf.checkValidity(Date.from(now));
            return IssuerRules.servesServers(leaf)
                    ? paths.fault(anchor)
                    : "the server's certificate is not for server authentication";
        } catch (CertificateException e) {
            return IssuerRules.words(e);
        } catch (GeneralSecurityException e) {
            return "no valid path from the server's certificate to the trust anchor";
        }
    }
}
