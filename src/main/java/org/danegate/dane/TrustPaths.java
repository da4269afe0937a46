package org.danegate.dane;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/// Finds paths from a server's certificate to trust anchors among the certificates that it sent. These may be in any
/// order, include unrelated ones, and include several for one authority (RFC 5280 6). The platform's own builder tries
/// every order of certificates that issue each other. This class never puts the same name and key into a path twice,
/// checks each signature only once, and has one budget for a server's whole chain.
final class TrustPaths {

    private static final int MOST_STEPS = 2_000;
    private static final int MOST_VALIDATIONS = 64;

    private final X509Certificate leaf;
    private final List<X509Certificate> issuers;
    private final Instant now;
    private final Map<List<Object>, Boolean> signed = new HashMap<>();
    private int steps;
    private int validations;

    /// @param chain as the server sent it, its own certificate first
    TrustPaths(List<X509Certificate> chain, Instant now) {
        this.leaf = chain.getFirst();
        this.now = now;
        this.issuers = new LinkedHashSet<>(chain)
                .stream()
                        .filter(c -> !c.equals(leaf) && IssuerRules.fault(c, now) == null)
                        .filter(c -> c.getBasicConstraints() >= 0)
                        .toList();
    }

    /// An authority within a path: two certificates with the same name and key are one authority.
    private record Authority(X500Principal name, PublicKey key) {
        static Authority of(X509Certificate certificate) {
            return new Authority(certificate.getSubjectX500Principal(), certificate.getPublicKey());
        }
    }

    /// Null when one of the paths to the anchor is valid, otherwise the fault in words.
    @Nullable
    String fault(TrustAnchor anchor) throws GeneralSecurityException {
        X509Certificate certificate = anchor.getTrustedCert();
        Authority top = certificate == null
                ? new Authority(anchor.getCA(), anchor.getCAPublicKey())
                : Authority.of(certificate);
        Set<Authority> visited = new HashSet<>(List.of(top, Authority.of(leaf)));
        Deque<X509Certificate> path = new ArrayDeque<>(List.of(leaf));
        String fault = search(anchor, top, path, visited);
        return fault != null && fault.isEmpty()
                ? "no valid path from the server's certificate to the trust anchor"
                : fault;
    }

    /// Null when a valid path begins with this certificate; otherwise the last fault found, empty when no path
    /// leads to the anchor.
    private @Nullable String search(
            TrustAnchor anchor, Authority top, Deque<X509Certificate> path, Set<Authority> visited)
            throws GeneralSecurityException {
        X509Certificate last = path.getLast();
        String fault = "";
        if (isSigned(last, top)) {
            fault = validated(anchor, List.copyOf(path));
        }
        for (X509Certificate issuer : issuers) {
            Authority authority = Authority.of(issuer);
            if (fault == null || ++steps > MOST_STEPS) {
                return fault == null ? null : "the certificates presented can be ordered in too many ways";
            }
            if (isSigned(last, authority) && visited.add(authority)) {
                path.addLast(issuer);
                String further = search(anchor, top, path, visited);
                path.removeLast();
                visited.remove(authority);
                fault = further == null || !further.isEmpty() ? further : fault;
            }
        }
        return fault;
    }

    private boolean isSigned(X509Certificate certificate, Authority authority) {
        return certificate.getIssuerX500Principal().equals(authority.name())
                && signed.computeIfAbsent(List.of(certificate, authority.key()), pair -> {
                    try {
                        certificate.verify(authority.key());
                        return true;
                    } catch (GeneralSecurityException e) {
                        return false;
                    }
                });
    }

    private @Nullable String validated(TrustAnchor anchor, List<X509Certificate> path) throws GeneralSecurityException {
        if (++validations > MOST_VALIDATIONS) {
            return "the certificates presented can be ordered in too many ways";
        }
        PKIXParameters parameters = new PKIXParameters(Set.of(anchor));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        try {
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        } catch (CertPathValidatorException e) {
            return "no valid path from the server's certificate to the trust anchor: " + e.getReason();
        }
        return IssuerRules.pathFault(anchor.getTrustedCert(), path);
    }
}
