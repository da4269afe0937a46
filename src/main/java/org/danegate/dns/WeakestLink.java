package org.danegate.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.danegate.dns.answer.Provenance;
import org.danegate.dns.answer.Response;
import org.danegate.dns.answer.Signature;
import org.xbill.DNS.RRSIGRecord;

/// The security and the life that the links of an alias chain leave to its data. Both can only get worse along the way
/// (RFC 7672 2.1.3).
final class WeakestLink {

    private static final long LONGEST_LIFE = 86_400;

    private boolean secure = true;
    private long ttl = LONGEST_LIFE;
    private String insecureReason = "";
    private final List<Signature> ofLinks = new ArrayList<>();
    private final List<Signature> ofSigners = new ArrayList<>();

    /// Takes in the answer to one link.
    void add(Verdict.Answered answer) {
        shorten(answer.life().toSeconds());
        ofSigners.addAll(answer.ofSigners());
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
    }

    /// Takes in the signature of an alias.
    void alias(Signature signature) {
        ofLinks.add(signature);
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

    /// Where a denial comes from.
    Provenance denial(Verdict.Answered last, Duration life, Duration elapsed) {
        return Provenance.unsigned(secure ? last.reason() : insecureReason, last.server(), life, elapsed);
    }

    /// Where the data at the end comes from.
    ///
    /// @param own the signature of the data; empty when it is unsigned
    Provenance data(Verdict.Answered last, Optional<Signature> own, Duration elapsed) {
        if (!secure) {
            return denial(last, life(), elapsed);
        }
        List<Signature> all = Stream.of(own.stream(), ofLinks.stream(), ofSigners.stream())
                .flatMap(each -> each)
                .distinct()
                .toList();
        return new Provenance(last.reason(), last.server(), life(), all, elapsed, false, Response.NONE);
    }
}
