package org.danegate.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Type;

/// Sizes of keys and signatures (RFC 3110, 5702, 6605, 8080) and a signature's times (RFC 4034 section 3.1.5).
class SignatureFormTest {

    private static final Name ZONE = Name.fromConstantString("a.practice.");
    private static final Instant NOW = Instant.parse("2026-11-28T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "13, 64, true",
        "13, 63, false",
        "13, 65, false",
        "13, 0, false",
        "13, 33, false",
        "14, 96, true",
        "14, 95, false",
        "14, 97, false",
        "14, 64, false",
        "15, 32, true",
        "15, 31, false",
        "15, 33, false",
        "16, 57, true",
        "16, 56, false",
        "16, 58, false",
        "250, 1, true"
    })
    void a_curves_key_has_one_size(int algorithm, int octets, boolean sound) {
        assertThat(SignatureForm.isSound(key(algorithm, filled(octets)))).isEqualTo(sound);
    }

    @ParameterizedTest
    @CsvSource({
        "8, 1, 512, true", "8, 3, 2048, true", "8, 3, 4096, true", "8, 3, 511, false", "8, 3, 4097, false",
        "10, 3, 1024, true", "10, 3, 4096, true", "10, 3, 1023, false", "10, 3, 512, false", "10, 300, 2048, true",
        "8, 0, 2048, false", "10, 1, 0, false"
    })
    void an_rsa_key_has_a_modulus_within_its_algorithms_range(int algorithm, int exponent, int bits, boolean sound) {
        assertThat(SignatureForm.isSound(key(algorithm, rsa(exponent, bits)))).isEqualTo(sound);
    }

    @ParameterizedTest
    @CsvSource({"8, ''", "8, 00", "8, 0001", "8, 000001", "8, 05010203", "10, 00ffff01"})
    void an_rsa_key_that_ends_too_soon_is_none(int algorithm, String hex) {
        assertThat(SignatureForm.isSound(key(algorithm, java.util.HexFormat.of().parseHex(hex))))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "13, 64, true",
        "13, 63, false",
        "13, 65, false",
        "13, 72, false",
        "14, 96, true",
        "14, 95, false",
        "14, 104, false",
        "15, 64, true",
        "15, 63, false",
        "16, 114, true",
        "16, 113, false",
        "8, 256, true",
        "250, 3, true"
    })
    void a_curves_signature_has_one_size(int algorithm, int octets, boolean sound) {
        assertThat(SignatureForm.isSound(signature(algorithm, octets, -3600, 3600), NOW))
                .isEqualTo(sound);
    }

    @ParameterizedTest
    @CsvSource({
        "-3600, 3600, true",
        "-3600, 2147483647, false",
        "0, 2147483647, true",
        "-3600, 2147479999, true",
        "0, 2147483649, false",
        "-1000000000, 1147483647, true",
        "-1000000000, 1147483649, false",
        "3600, -3600, false",
        "3600, 3600, true",
        "-7200, -3600, true"
    })
    void times_are_serial_numbers(long fromNow, long untilNow, boolean sound) {
        assertThat(SignatureForm.isSound(signature(13, 64, fromNow, untilNow), NOW))
                .isEqualTo(sound);
    }

    private static DNSKEYRecord key(int algorithm, byte[] key) {
        return new DNSKEYRecord(ZONE, DClass.IN, 60, 256, 3, algorithm, key);
    }

    private static RRSIGRecord signature(int algorithm, int octets, long from, long until) {
        return new RRSIGRecord(
                ZONE,
                DClass.IN,
                60,
                Type.A,
                algorithm,
                60,
                NOW.plusSeconds(until),
                NOW.plusSeconds(from),
                4711,
                ZONE,
                filled(octets));
    }

    private static byte[] filled(int octets) {
        byte[] filled = new byte[octets];
        Arrays.fill(filled, (byte) 0x55);
        return filled;
    }

    private static byte[] rsa(int exponent, int bits) {
        int modulus = (bits + 7) / 8;
        int head = exponent > 255 ? 3 : 1;
        byte[] key = new byte[head + exponent + modulus];
        if (exponent > 255) {
            key[1] = (byte) (exponent >> 8);
            key[2] = (byte) exponent;
        } else {
            key[0] = (byte) exponent;
        }
        Arrays.fill(key, head, head + exponent, (byte) 1);
        if (modulus > 0) {
            key[head + exponent] = (byte) (1 << (bits - 1) % 8);
        }
        return key;
    }
}
