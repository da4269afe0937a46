package org.danegate.dns;

import java.time.Duration;
import java.time.Instant;
import org.danegate.dns.answer.Provenance;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.RRSIGRecord;

/// The security and the life that the links of an alias chain leave to its data. Both can only get worse along the way
/// (RFC 7672 2.1.3).
final class WeakestLink {

    private static final long LONGEST_LIFE = 86_400;

    private boolean secure = true;
    private long ttl = LONGEST_LIFE;
    private String insecureReason = "";
    private @Nullable String signer;
    private @Nullable String algorithm;

    /// Takes in the answer to one link.
    void add(Verdict.Answered answer) {
        shorten(answer.life().toSeconds());
        if (secure && !answer.secure()) {
            secure = false;
            insecureReason = answer.reason();
        }
    }

    /// Takes in a record's TTL.
    ///
    /// @param seconds that the record lives
    void shorten(long seconds) {
        ttl = Math.min(ttl, seconds);
    }

    /// Takes in a signature of the data at the end.
    void sign(RRSIGRecord signature, Instant now) {
        shorten(signature.getOrigTTL());
        shorten(Duration.between(now, signature.getExpire()).toSeconds());
        if (secure) {
            signer = signature.getSigner().toString(true);
            algorithm = DNSSEC.Algorithm.string(signature.getAlgorithm());
        }
    }

    boolean secure() {
        return secure;
    }

    /// How long the data may be used.
    Duration life() {
        return Duration.ofSeconds(Math.max(0, ttl));
    }

    /// How long a denial may be used.
    ///
    /// @param seconds that its zone says
    Duration lifeOfDenial(long seconds) {
        return Duration.ofSeconds(Math.clamp(seconds, 0, ttl));
    }

    /// Where the data or the denial at the end comes from.
    Provenance provenance(Verdict.Answered last, Duration life, Duration elapsed) {
        return provenance(secure ? last.reason() : insecureReason, last.server(), life, elapsed);
    }

    Provenance provenance(String reason, @Nullable String server, Duration life, Duration elapsed) {
        return new Provenance(reason, server, life, secure ? signer : null, secure ? algorithm : null, elapsed, false);
    }
}
