package org.danegate.advisor;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.danegate.address.DomainName;
import org.danegate.advice.ChainJudge;
import org.danegate.dane.CertificateNames;
import org.danegate.trust.PublicAuthorities;
import org.danegate.trust.UntrustedException;

/// Judges each chain once in some hours: the path to a public authority costs milliseconds. Thread-safe.
final class JudgedChains implements ChainJudge {

    private static final int MOST = 5_000;
    private static final Duration KNOWN_FOR = Duration.ofHours(6);

    private final PublicAuthorities authorities;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Judged> known = new LinkedHashMap<>();

    private record Judged(boolean trusted, Instant at) {}

    JudgedChains(PublicAuthorities authorities, InstantSource clock) {
        this.authorities = authorities;
        this.clock = clock;
    }

    @Override
    public boolean verifies(List<X509Certificate> chain, List<DomainName> names) {
        return CertificateNames.anyMatches(chain.getFirst(), names) && isTrusted(chain);
    }

    private boolean isTrusted(List<X509Certificate> chain) {
        String key = key(chain);
        Instant now = clock.instant();
        lock.lock();
        try {
            Judged before = known.get(key);
            if (before != null && now.isBefore(before.at().plus(KNOWN_FOR))) {
                return before.trusted();
            }
        } finally {
            lock.unlock();
        }
        Judged judged = new Judged(judge(chain), now);
        lock.lock();
        try {
            known.remove(key);
            known.put(key, judged);
            if (known.size() > MOST) {
                known.remove(known.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
        return judged.trusted();
    }

    private boolean judge(List<X509Certificate> chain) {
        try {
            authorities.check(chain);
            return true;
        } catch (UntrustedException e) {
            return false;
        }
    }

    private static String key(List<X509Certificate> chain) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (X509Certificate certificate : chain) {
                digest.update(certificate.getEncoded());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a certificate cannot be encoded", e);
        }
    }
}
