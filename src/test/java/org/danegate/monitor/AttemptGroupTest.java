package org.danegate.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.danegate.dane.DaneAction;
import org.danegate.dane.Evidence;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Lane;
import org.danegate.event.Trouble;
import org.danegate.policy.DaneSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttemptGroupTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static Attempt attempt(int minute, @Nullable String trouble) {
        Instant at = START.plusSeconds(60L * minute);
        Evidence evidence =
                new Evidence("a.example", DaneSupport.NONE, null, null, List.of(), DaneAction.NOT_ASKED, "", at);
        return new Attempt(
                at,
                1,
                evidence,
                trouble == null
                        ? null
                        : new Trouble("451", "4.7.1", "Security or policy error", List.of(trouble), false));
    }

    @Test
    void attempts_in_a_row_that_went_alike_are_one_group() {
        List<AttemptGroup> groups = AttemptGroup.of(List.of(
                attempt(9, "Greylisted"),
                attempt(8, "Greylisted"),
                attempt(7, "Greylisted"),
                attempt(6, "Mailbox full"),
                attempt(5, null),
                attempt(4, "Greylisted")));

        assertThat(groups).extracting(AttemptGroup::count).containsExactly(3, 1, 1, 1);
        assertThat(groups.getFirst().newest()).isEqualTo(attempt(9, "Greylisted"));
        assertThat(groups.getFirst().oldest()).isEqualTo(attempt(7, "Greylisted"));
    }

    @Test
    void it_fails_since_the_first_failure_after_the_last_success() {
        assertThat(Failing.of(List.of(attempt(9, "x"), attempt(8, "y"), attempt(7, null), attempt(6, "x"))))
                .contains(new Failing(START.plusSeconds(480), false));
        assertThat(Failing.of(List.of(attempt(9, null), attempt(8, "y")))).isEmpty();
        assertThat(Failing.of(List.of())).isEmpty();
    }

    @Test
    void when_older_attempts_are_not_kept_it_may_fail_for_longer() {
        List<Attempt> all = new ArrayList<>();
        for (int minute = DestinationCounters.ATTEMPTS_KEPT; minute > 0; minute--) {
            all.add(attempt(minute, "x"));
        }

        assertThat(Failing.of(all)).contains(new Failing(START.plusSeconds(60), true));
    }

    @Test
    void an_attempt_whose_every_recipient_was_refused_failed_although_the_host_took_the_conversation() {
        Trouble refused = new Trouble("451", "4.7.1", "Security or policy error", List.of("Greylisted"), false);
        Tally tally = new Tally("a.example", START);

        tally.delayed(delayed(refused));
        tally.attempted(new DeliveryEvent.AttemptEnded(
                START, "a.example", Lane.PLAIN, 1, attempt(0, null).evidence(), refused));
        tally.delayed(delayed(refused));
        tally.delivered(START);
        tally.attempted(new DeliveryEvent.AttemptEnded(
                START, "a.example", Lane.PLAIN, 2, attempt(0, null).evidence(), null));

        assertThat(tally.count().attempts()).extracting(Attempt::trouble).containsExactly(null, refused);
    }

    private static DeliveryEvent.RecipientDelayed delayed(Trouble why) {
        return new DeliveryEvent.RecipientDelayed(START, 1, 1, 0, "a.example", why, START.plusSeconds(60));
    }
}
