package org.danegate.guessing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GuessThrottleTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final GuessThrottle throttle = new GuessThrottle(now::get, 100);

    @Test
    void the_fifth_failure_begins_a_wait_that_doubles_and_ends() {
        fail(4, "admin", "192.0.2.1");
        assertThat(throttle.waitFor("admin", "192.0.2.1")).isZero();
        fail(1, "admin", "192.0.2.1");
        assertThat(throttle.waitFor("Admin", "192.0.2.1")).isEqualTo(Duration.ofSeconds(15));
        pass(Duration.ofSeconds(15));
        assertThat(throttle.waitFor("admin", "192.0.2.1")).isZero();
        fail(1, "admin", "192.0.2.1");
        assertThat(throttle.waitFor("admin", "192.0.2.1")).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void another_address_is_not_locked_out() {
        fail(20, "admin", "192.0.2.1");
        assertThat(throttle.waitFor("admin", "192.0.2.2")).isZero();
    }

    @Test
    void one_address_trying_many_names_has_to_wait_too() {
        for (int i = 0; i < GuessThrottle.FREE_BY_ADDRESS; i++) {
            fail(1, "user" + i, "192.0.2.1");
        }
        assertThat(throttle.waitFor("somebody", "192.0.2.1")).isPositive();
    }

    @Test
    void the_wait_never_exceeds_a_quarter_of_an_hour() {
        fail(500, "admin", "192.0.2.1");
        assertThat(throttle.waitFor("admin", "192.0.2.1")).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void success_forgets_the_failures() {
        fail(5, "admin", "192.0.2.1");
        throttle.succeeded("admin", "192.0.2.1");
        assertThat(throttle.waitFor("admin", "192.0.2.1")).isZero();
    }

    @Test
    void a_user_who_has_signed_in_from_an_address_is_not_held_up_by_others_there() {
        throttle.succeeded("admin", "192.0.2.1");
        for (int i = 0; i < GuessThrottle.FREE_BY_ADDRESS; i++) {
            fail(1, "user" + i, "192.0.2.1");
        }
        assertThat(throttle.waitFor("somebody", "192.0.2.1")).isPositive();
        assertThat(throttle.waitFor("admin", "192.0.2.1")).isZero();
    }

    @Test
    void all_addresses_of_one_network_of_ipv6_count_as_one() {
        for (int i = 0; i < GuessThrottle.FREE_BY_ADDRESS; i++) {
            fail(1, "user" + i, "2001:db8:0:1::" + Integer.toHexString(i));
        }
        assertThat(throttle.waitFor("somebody", "2001:db8:0:1:ffff::1")).isPositive();
        assertThat(throttle.waitFor("somebody", "2001:db8:0:2::1")).isZero();
    }

    @Test
    void many_addresses_do_not_multiply_the_guesses_where_a_limit_is_set_and_the_user_goes_on_where_known() {
        GuessThrottle both = new GuessThrottle(now::get, 1_000, 50);
        both.succeeded("app", "198.51.100.1");
        for (int i = 0; i < 50; i++) {
            both.failed("app", "192.0.2." + i);
        }
        assertThat(both.waitFor("app", "203.0.113.1")).isEqualTo(Duration.ofSeconds(15));
        assertThat(both.waitFor("other", "203.0.113.1")).isZero();
        assertThat(both.waitFor("app", "198.51.100.1")).isZero();
    }

    @Test
    void memory_is_bounded_however_many_names_are_tried() {
        for (int i = 0; i < 1_000; i++) {
            throttle.failed("user" + i, "192.0.2." + i);
        }
        assertThat(throttle.size()).isEqualTo(100);
    }

    private void fail(int times, String user, String address) {
        for (int i = 0; i < times; i++) {
            throttle.failed(user, address);
        }
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }
}
