package org.danegate.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.danegate.event.DeliveryEvent;
import org.danegate.monitor.TryStep.Kind;
import org.junit.jupiter.api.Test;

class TryStepsTest {

    private static final Instant ASKED = Instant.parse("2026-01-01T00:00:00Z");

    private final TrySteps steps = new TrySteps();

    private static DeliveryEvent tls(String domain, Instant at) {
        return new DeliveryEvent.TlsSucceeded(at, 1, domain, "mx." + domain, "TLSv1.3", "AES", true);
    }

    @Test
    void the_steps_of_an_asked_attempt_appear_as_they_happen() {
        steps.begin("a.example", ASKED);
        assertThat(steps.of("a.example")).isEmpty();

        steps.on(tls("a.example", ASKED.plusMillis(5)));
        assertThat(steps.of("a.example")).extracting(TryStep::kind).containsExactly(Kind.DANE_VERIFIED);
        steps.on(new DeliveryEvent.RecipientDelivered(
                ASKED.plusMillis(9), 1, 1, 0, "a.example", "250 ok", Duration.ZERO));
        assertThat(steps.of("a.example")).extracting(TryStep::kind).containsExactly(Kind.DANE_VERIFIED, Kind.DELIVERED);
    }

    @Test
    void what_happened_before_or_to_others_is_no_step() {
        steps.begin("a.example", ASKED);
        steps.on(tls("a.example", ASKED.minusMillis(1)));
        steps.on(tls("b.example", ASKED.plusMillis(1)));

        assertThat(steps.of("a.example")).isEmpty();
        assertThat(steps.of("b.example")).isEmpty();
    }

    @Test
    void a_new_try_begins_with_no_steps_and_a_long_one_is_cut() {
        steps.begin("a.example", ASKED);
        for (int i = 0; i < 100; i++) {
            steps.on(tls("a.example", ASKED));
        }
        assertThat(steps.of("a.example")).hasSize(TrySteps.MOST);

        steps.begin("a.example", ASKED.plusSeconds(1));
        assertThat(steps.of("a.example")).isEmpty();
    }
}
