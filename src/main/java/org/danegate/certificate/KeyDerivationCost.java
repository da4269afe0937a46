package org.danegate.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;

/// Estimates the work to derive keys from a password as an encrypted key or a PKCS #12 file demands it. The estimate is
/// read from the parameters before anything is computed: a file that demands 2^31 iterations would occupy a processor
/// for an hour.
final class KeyDerivationCost {

    /// Most iterations for everything in one upload: some seconds of processor time. 2,048 to 1,000,000 are usual.
    static final long MOST_ITERATIONS = 2_000_000;
    /// Most memory for scrypt, in octets; 16 MiB is usual.
    static final long MOST_MEMORY = 64L << 20;

    private static final int DEEPEST = 40;
    private static final int SCRYPT_BLOCK = 128;
    private static final String SCRYPT = "1.3.6.1.4.1.11591.4.11";
    private static final String PBKDF2 = "1.2.840.113549.1.5.12";
    private static final Set<String> SIMPLE = Set.of(
            PBKDF2,
            "1.2.840.113549.1.5.1",
            "1.2.840.113549.1.5.3",
            "1.2.840.113549.1.5.4",
            "1.2.840.113549.1.5.6",
            "1.2.840.113549.1.5.10",
            "1.2.840.113549.1.5.11",
            "1.2.840.113549.1.12.1.1",
            "1.2.840.113549.1.12.1.2",
            "1.2.840.113549.1.12.1.3",
            "1.2.840.113549.1.12.1.4",
            "1.2.840.113549.1.12.1.5",
            "1.2.840.113549.1.12.1.6");

    private BigInteger iterations = BigInteger.ZERO;
    private boolean tooLarge;

    /// Adds the cost that a DER structure demands.
    ///
    /// @return whether the total so far is within the bounds
    boolean add(byte[] der) {
        try {
            walk(ASN1Primitive.fromByteArray(der), 0);
        } catch (IOException | RuntimeException notDer) {
            // The reader of the structure reports it.
        }
        return !tooLarge && iterations.compareTo(BigInteger.valueOf(MOST_ITERATIONS)) <= 0;
    }

    private void walk(ASN1Encodable part, int depth) {
        if (depth > DEEPEST) {
            tooLarge = true;
            return;
        }
        switch (part) {
            case ASN1Sequence sequence -> sequence(sequence, depth);
            case ASN1Set set -> set.forEach(one -> walk(one, depth + 1));
            case ASN1TaggedObject tagged -> walk(tagged.getBaseObject(), depth + 1);
            case ASN1OctetString octets -> inner(octets, depth);
            default -> {}
        }
    }

    /// Counts a file within the file, when the octets contain one.
    private void inner(ASN1OctetString octets, int depth) {
        byte[] text = octets.getOctets();
        if (text.length > 2 && text[0] == 0x30) {
            try {
                walk(ASN1Primitive.fromByteArray(text), depth + 1);
            } catch (IOException | RuntimeException notDer) {
                // The octets are encrypted, or something else that begins the same way.
            }
        }
    }

    private void sequence(ASN1Sequence sequence, int depth) {
        if (sequence.size() == 2
                && sequence.getObjectAt(0) instanceof ASN1ObjectIdentifier algorithm
                && sequence.getObjectAt(1) instanceof ASN1Sequence parameters) {
            count(algorithm.getId(), numbers(parameters));
        }
        // MacData of PKCS #12 (RFC 7292 appendix D): digest, salt, iterations.
        if (sequence.size() == 3
                && sequence.getObjectAt(0) instanceof ASN1Sequence
                && sequence.getObjectAt(1) instanceof ASN1OctetString
                && sequence.getObjectAt(2) instanceof ASN1Integer count) {
            iterations = iterations.add(count.getValue().abs());
        }
        sequence.forEach(one -> walk(one, depth + 1));
    }

    private static List<BigInteger> numbers(ASN1Sequence parameters) {
        List<BigInteger> numbers = new ArrayList<>();
        parameters.forEach(one -> {
            if (one instanceof ASN1Integer number) {
                numbers.add(number.getValue().abs());
            }
        });
        return numbers;
    }

    private void count(String algorithm, List<BigInteger> numbers) {
        if (SIMPLE.contains(algorithm) && !numbers.isEmpty()) {
            iterations = iterations.add(numbers.getFirst());
        } else if (algorithm.equals(SCRYPT) && numbers.size() >= 3) {
            BigInteger blocks = numbers.get(0).multiply(numbers.get(1));
            BigInteger memory = blocks.multiply(BigInteger.valueOf(SCRYPT_BLOCK));
            tooLarge |= memory.compareTo(BigInteger.valueOf(MOST_MEMORY)) > 0;
            iterations = iterations.add(blocks.multiply(numbers.get(2)));
        }
    }
}
