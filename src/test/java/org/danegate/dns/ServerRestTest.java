package org.danegate.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// How long a server that does not answer is left alone.
class ServerRestTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T00:00:00Z"));
    private final ServerRest rest = new ServerRest(now::get);

    @Test
    void a_rest_doubles_up_to_five_minutes() {
        for (int seconds : List.of(30, 60, 120, 240, 300, 300)) {
            rest.begin(System.nanoTime());
            assertThat(rest.until()).isEqualTo(now.get().plusSeconds(seconds));
            assertThat(rest.isOn()).isTrue();
            now.set(now.get().plusSeconds(seconds));
            assertThat(rest.isOn()).isFalse();
            assertThat(rest.failing()).isTrue();
        }
    }

    @Test
    void an_answer_ends_it_and_the_next_begins_short() {
        rest.begin(System.nanoTime());
        rest.begin(System.nanoTime());
        rest.end();
        assertThat(rest.isOn()).isFalse();
        assertThat(rest.failing()).isFalse();
        rest.begin(System.nanoTime());
        assertThat(rest.until()).isEqualTo(now.get().plusSeconds(30));
    }

    @Test
    void questions_that_were_pending_together_are_one_failure() {
        long first = System.nanoTime();
        long second = System.nanoTime();
        rest.begin(first);
        rest.begin(second);
        rest.begin(first);
        assertThat(rest.until()).isEqualTo(now.get().plusSeconds(30));
        rest.begin(System.nanoTime());
        assertThat(rest.until()).isEqualTo(now.get().plusSeconds(60));
    }

    @Test
    void it_goes_on_while_a_trial_is_pending() throws Exception {
        rest.begin(System.nanoTime());
        now.set(now.get().plusSeconds(30));
        assertThat(rest.takeTrial(Duration.ZERO)).isTrue();
        assertThat(rest.isOn()).isTrue();
        rest.giveTrialBack();
        assertThat(rest.isOn()).isFalse();
    }
}
