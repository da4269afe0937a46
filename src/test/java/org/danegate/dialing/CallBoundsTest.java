package org.danegate.dialing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// What one attempt may cost.
class CallBoundsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final CallBounds bounds = new CallBounds(nanos::get);

    @Test
    void no_host_or_address_is_begun_after_ten_minutes_and_the_attempt_is_cut_short() {
        assertThat(bounds.mayLook()).isTrue();
        bounds.looked();
        assertThat(bounds.mayDial()).isTrue();
        bounds.done("first");
        assertThat(bounds.cut()).isFalse();

        nanos.set(Duration.ofMinutes(10).plusSeconds(1).toNanos());
        assertThat(bounds.mayLook()).isFalse();
        assertThat(bounds.mayDial()).isFalse();
        assertThat(bounds.cut()).isTrue();
        assertThat(bounds.done()).containsExactly("first");
    }

    @Test
    void what_slow_lookups_have_found_is_dialled_once() {
        assertThat(bounds.mayLook()).isTrue();
        bounds.looked();
        nanos.set(Duration.ofHours(1).toNanos());
        assertThat(bounds.mayDial()).isTrue();
        assertThat(bounds.mayDial()).isFalse();
    }
}
