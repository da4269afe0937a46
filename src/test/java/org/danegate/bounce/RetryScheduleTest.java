package org.danegate.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.danegate.policy.BounceProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final BounceProfile DEFAULT = BounceProfile.defaults();

    @ParameterizedTest
    @CsvSource({"1, 60", "2, 120", "3, 240", "4, 480", "5, 960", "6, 1920", "7, 3600", "8, 3600", "99, 3600"})
    void the_default_profile_waits_a_minute_then_twice_as_long_up_to_an_hour(int attempts, long seconds) {
        assertThat(RetrySchedule.next(DEFAULT, attempts, NOW, NOW)).isEqualTo(NOW.plusSeconds(seconds));
    }

    @Test
    void the_last_attempt_is_made_at_the_end_of_the_time_in_queue() {
        Instant received = NOW.minus(DEFAULT.maxTimeInQueue()).plusSeconds(600);
        assertThat(RetrySchedule.next(DEFAULT, 50, received, NOW)).isEqualTo(NOW.plusSeconds(600));
        assertThat(RetrySchedule.timeOver(DEFAULT, received, NOW)).isFalse();
        assertThat(RetrySchedule.timeOver(DEFAULT, received, NOW.plusSeconds(600)))
                .isTrue();
    }

    @Test
    void after_that_end_a_retry_is_never_in_the_past() {
        Instant received = NOW.minus(DEFAULT.maxTimeInQueue()).minusSeconds(1);
        assertThat(RetrySchedule.next(DEFAULT, 1, received, NOW)).isAfter(NOW);
    }

    @Test
    void a_hundred_retries_are_a_hundred_and_one_attempts() {
        assertThat(RetrySchedule.retriesOver(DEFAULT, 100)).isFalse();
        assertThat(RetrySchedule.retriesOver(DEFAULT, 101)).isTrue();
        assertThat(Duration.between(NOW, RetrySchedule.next(DEFAULT, 10_000, NOW, NOW)))
                .isEqualTo(Duration.ofHours(1));
    }
}
