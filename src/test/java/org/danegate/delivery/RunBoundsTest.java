package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunBoundsTest {

    private static final long MIB = 1L << 20;

    @Test
    void heap_and_open_files_limit_the_attempts() {
        assertThat(RunBounds.most(512 * MIB, 65_536)).isEqualTo(1024);
        assertThat(RunBounds.most(8192 * MIB, 4096)).isEqualTo(2048);
        assertThat(RunBounds.most(8192 * MIB, 65_536)).isEqualTo(10_000);
        assertThat(RunBounds.most(16 * MIB, 1024)).isEqualTo(100);
    }

    @Test
    void one_destination_never_has_more_than_a_thousand() {
        RunBounds many = new RunBounds(10_000, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        RunBounds few = new RunBounds(100, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        assertThat(many.ofOneDestination()).isEqualTo(1000);
        assertThat(few.ofOneDestination()).isEqualTo(50);
    }
}
