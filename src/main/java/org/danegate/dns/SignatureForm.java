package org.danegate.dns;

import java.math.BigInteger;
import java.time.Instant;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC.Algorithm;
import org.xbill.DNS.RRSIGRecord;

/// Checks the form that keys and signatures of the supported algorithms must have, before any computation: sizes in
/// octets or bits, and a signature's times as numbers that wrap around.
final class SignatureForm {

    /// The range of an RSA modulus in bits: RFC 5702 sections 2.1 and 2.2, and the most of RFC 3110 section 2.
    private static final int RSA_SHA256_LEAST = 512;
    private static final int RSA_SHA512_LEAST = 1024;
    private static final int RSA_MOST = 4096;

    private SignatureForm() {}

    /// Whether a key has a size that its algorithm allows; keys of unsupported algorithms are not judged.
    static boolean isSound(DNSKEYRecord key) {
        return switch (key.getAlgorithm()) {
            case Algorithm.RSASHA1, Algorithm.RSA_NSEC3_SHA1 -> isRsa(key, RSA_SHA256_LEAST);
            case Algorithm.RSASHA256 -> isRsa(key, RSA_SHA256_LEAST);
            case Algorithm.RSASHA512 -> isRsa(key, RSA_SHA512_LEAST);
            // A point without its first octet (RFC 6605 section 4), and the encoded points of RFC 8080 section 3.
            case Algorithm.ECDSAP256SHA256 -> key.getKey().length == 64;
            case Algorithm.ECDSAP384SHA384 -> key.getKey().length == 96;
            case Algorithm.ED25519 -> key.getKey().length == 32;
            case Algorithm.ED448 -> key.getKey().length == 57;
            default -> true;
        };
    }

    /// Whether a signature has the length that its algorithm prescribes, ends in the future and begins before it
    /// ends, both by serial number arithmetic (RFC 4034 section 3.1.5): a time more than 68 years ahead counts
    /// as past.
    static boolean isSound(RRSIGRecord signature, Instant now) {
        int length = signature.getSignature().length;
        boolean fits = switch (signature.getAlgorithm()) {
            case Algorithm.ECDSAP256SHA256, Algorithm.ED25519 -> length == 64;
            case Algorithm.ECDSAP384SHA384 -> length == 96;
            case Algorithm.ED448 -> length == 114;
            default -> true;
        };
        boolean tooFarAhead = signature.getExpire().isAfter(now) && ahead(signature.getExpire(), now) < 0;
        return fits && !tooFarAhead && ahead(signature.getExpire(), signature.getTimeSigned()) >= 0;
    }

    /// Seconds from one moment to another as serial numbers of 32 bits (RFC 1982 section 3.2): negative when
    /// the first counts as earlier.
    private static int ahead(Instant moment, Instant from) {
        return (int) (moment.getEpochSecond() - from.getEpochSecond());
    }

    /// Reads the modulus behind the exponent, whose length takes one octet, or three when the first is zero
    /// (RFC 3110).
    private static boolean isRsa(DNSKEYRecord key, int least) {
        byte[] octets = key.getKey();
        if (octets.length < 3) {
            return false;
        }
        boolean isLong = octets[0] == 0;
        int exponent = isLong ? (octets[1] & 0xFF) << 8 | octets[2] & 0xFF : octets[0] & 0xFF;
        int at = (isLong ? 3 : 1) + exponent;
        if (exponent == 0 || at >= octets.length) {
            return false;
        }
        int bits = new BigInteger(1, octets, at, octets.length - at).bitLength();
        return bits >= least && bits <= RSA_MOST;
    }
}
