package org.danegate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When the old generation of the serial collector is collected.
class HeapEconomyTest {

    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({"0, 512, 32", "50, 512, 82", "200, 512, 300", "400, 1024, 600", "200, -1, 300"})
    void a_generation_is_collected_when_it_has_grown_by_half_and_by_32_mib(long alive, long most, long next) {
        assertThat(HeapEconomy.threshold(alive * MIB, most < 0 ? most : most * MIB))
                .isEqualTo(next * MIB);
    }

    @ParameterizedTest
    @CsvSource({"0, 160", "50, 210", "160, 320", "400, 800"})
    void without_a_quiet_second_it_is_collected_when_it_has_doubled_and_grown_by_160_mib(long alive, long limit) {
        assertThat(HeapEconomy.limit(alive * MIB)).isEqualTo(limit * MIB);
    }

    @Test
    void near_the_maximum_the_collector_acts_itself() {
        assertThat(HeapEconomy.threshold(400 * MIB, 500 * MIB)).isZero();
    }
}
