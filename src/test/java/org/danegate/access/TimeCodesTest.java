package org.danegate.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.commons.codec.binary.Base32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Codes of the second step.
class TimeCodesTest {

    private static final String SECRET =
            new Base32().encodeToString("12345678901234567890".getBytes(StandardCharsets.US_ASCII));

    private final TimeCodes codes = new TimeCodes();

    /// RFC 6238, appendix B, rows of SHA-1; the last six of the eight digits there.
    @ParameterizedTest
    @CsvSource({
        "59,          287082",
        "1111111109,  081804",
        "1111111111,  050471",
        "1234567890,  005924",
        "2000000000,  279037",
        "20000000000, 353130",
    })
    void a_code_is_the_one_of_the_standard(long second, String code) {
        assertThat(codes.codeAt(SECRET, Instant.ofEpochSecond(second))).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"-60, false", "-30, true", "0, true", "30, true", "60, false"})
    void a_clock_may_differ_by_one_step(int seconds, boolean accepted) {
        Instant now = Instant.ofEpochSecond(1_111_111_110);
        String shown = codes.codeAt(SECRET, now.plusSeconds(seconds));
        assertThat(codes.acceptedStep(SECRET, shown, now, 0).isPresent()).isEqualTo(accepted);
    }

    @Test
    void a_code_and_all_before_it_are_used_up() {
        Instant now = Instant.ofEpochSecond(1_111_111_110);
        long used =
                codes.acceptedStep(SECRET, codes.codeAt(SECRET, now), now, 0).orElseThrow();
        assertThat(codes.acceptedStep(SECRET, codes.codeAt(SECRET, now), now, used))
                .isEmpty();
        assertThat(codes.acceptedStep(SECRET, codes.codeAt(SECRET, now.minusSeconds(30)), now, used))
                .isEmpty();
        assertThat(codes.acceptedStep(SECRET, codes.codeAt(SECRET, now.plusSeconds(30)), now, used))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"''", "12345", "1234567", "abcdef", "' 000000'"})
    void what_is_no_code_is_refused(String typed) {
        assertThat(codes.acceptedStep(SECRET, typed, Instant.ofEpochSecond(59), 0))
                .isEmpty();
    }

    @Test
    void secrets_are_of_160_bits_and_differ() {
        assertThat(codes.newSecret()).matches("[A-Z2-7]{32}").isNotEqualTo(codes.newSecret());
    }
}
