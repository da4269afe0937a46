package org.danegate.practice;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DNSSEC.DNSSECException;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;

/// A key of a practice zone, ECDSA P-256 with SHA-256 (RFC 6605) unless the zone asks for RSA: it signs both the key
/// set
/// and the data.
record ZoneKey(DNSKEYRecord dnskey, KeyPair pair) {
    /// How long a valid signature lasts; it is renewed when half of this has passed.
    static final Duration LIFETIME = Duration.ofDays(30);

    private static final int SECURE_ENTRY_POINT = 257;

    private static final int RSA_BITS = 2048;

    private record RsaZone(Name zone, int algorithm) {}

    /// An RSA pair takes longer to make than all the rest of a network, so a network that starts again in the same
    /// process has the same one.
    private static final Map<RsaZone, KeyPair> RSA_PAIRS = new ConcurrentHashMap<>();

    static ZoneKey generate(Name zone, long ttl) {
        return generate(zone, ttl, DNSSEC.Algorithm.ECDSAP256SHA256);
    }

    /// @param algorithm ECDSA P-256, or one of RSA
    static ZoneKey generate(Name zone, long ttl, int algorithm) {
        return generate(zone, ttl, SECURE_ENTRY_POINT, DNSKEYRecord.Protocol.DNSSEC, algorithm);
    }

    /// A key with its own flags and protocol, 257 and 3 for one that may sign (RFC 4034 section 2.1).
    static ZoneKey generate(Name zone, long ttl, int flags, int protocol) {
        return generate(zone, ttl, flags, protocol, DNSSEC.Algorithm.ECDSAP256SHA256);
    }

    private static ZoneKey generate(Name zone, long ttl, int flags, int protocol, int algorithm) {
        try {
            KeyPair pair = algorithm == DNSSEC.Algorithm.ECDSAP256SHA256
                    ? ecdsa()
                    : RSA_PAIRS.computeIfAbsent(new RsaZone(zone, algorithm), z -> rsa());
            var dnskey = new DNSKEYRecord(zone, DClass.IN, ttl, flags, protocol, algorithm, pair.getPublic());
            return new ZoneKey(dnskey, pair);
        } catch (GeneralSecurityException | DNSSECException e) {
            throw new IllegalStateException("no zone key for " + zone, e);
        }
    }

    private static KeyPair ecdsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the platform has no RSA", e);
        }
    }

    DSRecord ds(long ttl, int digest) {
        return new DSRecord(dnskey.getName(), DClass.IN, ttl, digest, dnskey);
    }

    /// Signs one RRset. [Signatures#MISSING] is not allowed.
    RRSIGRecord sign(RRset rrset, Signatures signatures, Instant now) {
        return switch (signatures) {
            case VALID -> sign(rrset, now.minus(Duration.ofHours(1)), now.plus(LIFETIME));
            case ENDING -> sign(rrset, now.minus(Duration.ofDays(13)), now.plus(Duration.ofHours(10)));
            // More than the day of clock error that unbound tolerates.
            case EXPIRED -> sign(rrset, now.minus(Duration.ofDays(32)), now.minus(Duration.ofDays(2)));
            case NOT_YET_VALID -> sign(rrset, now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(31)));
            case BROKEN -> flipped(sign(rrset, now.minus(Duration.ofHours(1)), now.plus(LIFETIME)));
            case MISSING -> throw new IllegalArgumentException("a missing signature cannot be made");
        };
    }

    private RRSIGRecord sign(RRset rrset, Instant inception, Instant expiration) {
        try {
            return DNSSEC.sign(rrset, dnskey, pair.getPrivate(), inception, expiration);
        } catch (DNSSECException e) {
            throw new IllegalStateException("cannot sign " + rrset.getName(), e);
        }
    }

    private static RRSIGRecord flipped(RRSIGRecord good) {
        byte[] signature = good.getSignature().clone();
        signature[signature.length - 1] ^= 1;
        return withSignature(good, good.getName(), signature);
    }

    /// The same signature at another owner, as a wildcard's signature appears at the expanded name (RFC 4035
    /// 5.3.4).
    static RRSIGRecord at(RRSIGRecord signature, Name owner) {
        if (signature.getName().equals(owner)) {
            return signature;
        }
        // The label count must stay that of the wildcard, which only the wire form can carry.
        return (RRSIGRecord) Records.renamed(signature, owner);
    }

    private static RRSIGRecord withSignature(RRSIGRecord from, Name owner, byte[] signature) {
        return new RRSIGRecord(
                owner,
                from.getDClass(),
                from.getTTL(),
                from.getTypeCovered(),
                from.getAlgorithm(),
                from.getOrigTTL(),
                from.getExpire(),
                from.getTimeSigned(),
                from.getFootprint(),
                from.getSigner(),
                signature);
    }
}
