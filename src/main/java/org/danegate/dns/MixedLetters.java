package org.danegate.dns;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import org.xbill.DNS.Name;

/// Whether the letters of a question are mixed at random for one server, so that a forger must guess them too
/// (draft-vixie-dnsext-dns0x20): servers repeat the question exactly. Some do not, and some treat other letters as
/// another name. So a server is queried in plain letters until it has given records for them, then tried with mixed
/// ones; if it does not tolerate those, it is queried in plain ones for an hour. Thread-safe.
final class MixedLetters {

    private static final Duration PLAIN = Duration.ofHours(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private enum Trust {
        NEVER,
        UNKNOWN,
        TRIED,
        PROVEN,
        NOT_BORNE
    }

    private volatile Trust trust;
    private volatile long notBorneSince;

    private MixedLetters(Trust trust) {
        this.trust = trust;
    }

    /// For a server about which nothing is known.
    static MixedLetters unknown() {
        return new MixedLetters(Trust.UNKNOWN);
    }

    /// Never mixed.
    static MixedLetters never() {
        return new MixedLetters(Trust.NEVER);
    }

    boolean wanted() {
        return switch (trust) {
            case NEVER, UNKNOWN -> false;
            case TRIED, PROVEN -> true;
            case NOT_BORNE -> System.nanoTime() - notBorneSince >= PLAIN.toNanos();
        };
    }

    /// True once mixed letters brought a name's records, or the way to them.
    boolean proven() {
        return trust == Trust.PROVEN;
    }

    /// A question brought records, or the way to them.
    ///
    /// @param mixed whether its letters were
    void led(boolean mixed) {
        if (mixed && trust != Trust.NEVER) {
            trust = Trust.PROVEN;
        } else if (trust == Trust.UNKNOWN) {
            trust = Trust.TRIED;
        }
    }

    /// Records that the server did not repeat mixed letters, or answered plain ones differently.
    void notBorne() {
        if (trust != Trust.NEVER) {
            notBorneSince = System.nanoTime();
            trust = Trust.NOT_BORNE;
        }
    }

    /// The same name with each letter in random case.
    static Name mixed(Name name) {
        byte[] wire = name.toWire();
        byte[] chance = new byte[wire.length];
        RANDOM.nextBytes(chance);
        int label = 0;
        for (int i = 0; i < wire.length; i++) {
            if (i == label) {
                label += 1 + (wire[i] & 0xFF);
            } else if (isLetter(wire[i]) && (chance[i] & 1) == 1) {
                wire[i] ^= 0x20;
            }
        }
        try {
            return new Name(wire);
        } catch (IOException e) {
            throw new IllegalStateException("a name with other letters is a name", e);
        }
    }

    private static boolean isLetter(byte octet) {
        int small = octet | 0x20;
        return small >= 'a' && small <= 'z';
    }
}
