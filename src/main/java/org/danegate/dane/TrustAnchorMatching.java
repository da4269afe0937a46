package org.danegate.dane;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
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

/// DANE-TA(2): a path from the server's certificate to an anchor that the record names, and a matching name
/// (RFC 7671 5.2; RFC 7672 3.1.2, 3.2). No trust store takes part.
final class TrustAnchorMatching {

    private static final int DEEPEST_PATH = 10;
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    /// An anchor to try.
    ///
    /// @param depth its position in the chain sent, -1 when the record carried it
    private record Candidate(TrustAnchor anchor, int depth) {}

    private TrustAnchorMatching() {}

    static DaneVerdict match(
            TlsaRecord record, List<DomainName> referenceNames, List<X509Certificate> chain, Instant now)
            throws GeneralSecurityException {
        X509Certificate leaf = chain.getFirst();
        String brief = CertificateMatching.brief(record);
        List<Candidate> candidates = candidates(record, chain);
        if (candidates.isEmpty()) {
            return new DaneVerdict.Failed("no issuer certificate presented matches TLSA " + brief);
        }
        String why = "";
        for (Candidate candidate : candidates) {
            String fault = pathFault(candidate.anchor(), leaf, chain, now);
            if (fault != null) {
                why = fault;
            } else if (!CertificateNames.anyMatches(leaf, referenceNames)) {
                why = "certificate names " + CertificateNames.of(leaf) + " match none of " + referenceNames;
            } else {
                return new DaneVerdict.Success(
                        record, candidate.depth(), "the chain leads to the trust anchor of TLSA " + brief);
            }
        }
        return new DaneVerdict.Failed("TLSA " + brief + ": " + why);
    }

    private static List<Candidate> candidates(TlsaRecord record, List<X509Certificate> chain)
            throws GeneralSecurityException {
        List<Candidate> found = new ArrayList<>();
        for (int depth = 1; depth < chain.size(); depth++) {
            X509Certificate certificate = chain.get(depth);
            if (!certificate.equals(chain.getFirst()) && CertificateMatching.matches(record, certificate)) {
                found.add(new Candidate(new TrustAnchor(certificate, null), depth));
            }
        }
        if (found.isEmpty() && record.matchingType() == UsableRecords.FULL) {
            found.addAll(carriedByRecord(record, chain));
        }
        return found;
    }

    /// A `2 0 0` record holds the anchor's certificate, a `2 1 0` record its bare key: the server need not send it.
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
                continue;
            }
        }
        return null;
    }

    /// Null when a valid path exists, else what is wrong in words.
    private static @Nullable String pathFault(
            TrustAnchor anchor, X509Certificate leaf, List<X509Certificate> chain, Instant now) {
        try {
            X509Certificate certificate = anchor.getTrustedCert();
            if (certificate != null) {
                certificate.checkValidity(Date.from(now));
                if (certificate.getVersion() >= 3 && certificate.getBasicConstraints() < 0) {
                    return "the matched certificate is not a certificate authority";
                }
            }
            leaf.checkValidity(Date.from(now));
            List<String> purposes = leaf.getExtendedKeyUsage();
            if (purposes != null && !purposes.contains(SERVER_AUTHENTICATION) && !purposes.contains(ANY_PURPOSE)) {
                return "the server's certificate is not for server authentication";
            }
            PKIXCertPathBuilderResult path = build(anchor, leaf, chain, now);
            int issuers = path.getCertPath().getCertificates().size() - 1;
            // The platform leaves an anchor's own limit aside; other senders' checks do not.
            return certificate != null && certificate.getVersion() >= 3 && issuers > certificate.getBasicConstraints()
                    ? "the path is longer than the trust anchor allows"
                    : null;
        } catch (CertificateExpiredException e) {
            return "certificate expired";
        } catch (CertificateNotYetValidException e) {
            return "certificate not yet valid";
        } catch (CertificateException e) {
            return "certificate cannot be read";
        } catch (GeneralSecurityException e) {
            return "no valid path from the server's certificate to the trust anchor";
        }
    }

    private static PKIXCertPathBuilderResult build(
            TrustAnchor anchor, X509Certificate leaf, List<X509Certificate> chain, Instant now)
            throws GeneralSecurityException {
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(leaf);
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(Set.of(anchor), target);
        parameters.addCertStore(
                CertStore.getInstance("Collection", new CollectionCertStoreParameters(new LinkedHashSet<>(chain))));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        parameters.setMaxPathLength(DEEPEST_PATH);
        return (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
    }
}
