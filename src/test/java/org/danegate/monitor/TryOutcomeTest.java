package org.danegate.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Lane;
import org.danegate.event.Trouble;
import org.danegate.queue.Backlog;
import org.junit.jupiter.api.Test;

/// The text about the last *Try now*, from what is known.
class TryOutcomeTest {

    private static final Instant ASKED = Instant.parse("2026-01-01T12:00:00Z");
    private static final Trouble BUSY = new Trouble("450", "4.2.0", "Mailbox busy", List.of("later"), false);
    private static final Backlog QUIET = backlog(3, 0, ASKED.plusSeconds(600), Instant.MIN);
    private static final Backlog DUE = backlog(3, 0, ASKED, Instant.MIN);
    private static final Backlog IN_DELIVERY = backlog(3, 2, Instant.MAX, Instant.MIN);

    private final AskedTry three = AskedTry.begun(ASKED, new Retry.Released(2, 1, 0, Instant.MIN));

    @Test
    void nobody_asked_and_nothing_waited() {
        assertThat(TryOutcome.of(null, QUIET, false, ASKED)).isEqualTo(new TryOutcome.NotAsked());
        assertThat(outcome(AskedTry.begun(ASKED, new Retry.NothingWaits()), Backlog.EMPTY))
                .isEqualTo(new TryOutcome.NothingWaited(ASKED, 0));
        assertThat(outcome(AskedTry.begun(ASKED, new Retry.Released(0, 0, 4, Instant.MIN)), QUIET))
                .isEqualTo(new TryOutcome.NothingWaited(ASKED, 4));
    }

    @Test
    void a_suspension_is_said_when_it_is_in_force_and_when_it_kept_the_mail_back() {
        AskedTry kept = AskedTry.begun(ASKED, new Retry.Suspended(3));
        assertThat(outcome(kept, DUE)).isInstanceOf(TryOutcome.Suspended.class);
        assertThat(TryOutcome.of(delivered(three, 1), DUE, true, ASKED))
                .isEqualTo(new TryOutcome.Suspended(ASKED, delivered(three, 1).results()));
        assertThat(TryOutcome.of(delayed(three, 3), QUIET, true, ASKED)).isInstanceOf(TryOutcome.Ended.class);
    }

    @Test
    void it_is_under_way_from_the_first_delivery_to_the_last_result() {
        assertThat(outcome(three, DUE)).isEqualTo(new TryOutcome.NoReport(ASKED, 3));
        assertThat(outcome(three, IN_DELIVERY)).isInstanceOf(TryOutcome.UnderWay.class);
        assertThat(outcome(delivered(three, 1), DUE)).isInstanceOf(TryOutcome.UnderWay.class);
        AskedTry all = delivered(delayed(three, 2), 1);
        assertThat(outcome(all, DUE)).isEqualTo(new TryOutcome.Ended(ASKED, ASKED.plusSeconds(1), all.results()));
        assertThat(all.results().failure()).isEqualTo(BUSY.text());
    }

    @Test
    void a_limit_is_told_with_its_end() {
        Instant end = ASKED.plusSeconds(60);
        assertThat(outcome(delivered(three, 1), backlog(2, 0, end, end)))
                .isEqualTo(
                        new TryOutcome.Limited(ASKED, end, delivered(three, 1).results()));
    }

    @Test
    void less_than_was_asked_for_is_an_end_when_nothing_more_is_tried() {
        assertThat(outcome(delivered(three, 2), QUIET)).isInstanceOf(TryOutcome.Ended.class);
        assertThat(outcome(three, QUIET)).isInstanceOf(TryOutcome.NoReport.class);
        AskedTry closed = delivered(three, 2).closed(ASKED.plusSeconds(2));
        assertThat(closed.after(delayed(1, ASKED.plusSeconds(600)))).isEqualTo(closed);
        assertThat(closed.after(delayed(1, ASKED.plusSeconds(2))).results().total())
                .isEqualTo(3);
    }

    @Test
    void later_attempts_and_earlier_results_are_not_of_it() {
        AskedTry over = delayed(three, 3);
        assertThat(over.after(delayed(5, ASKED.plusSeconds(600)))).isEqualTo(over);
        assertThat(three.after(delayed(5, ASKED.minusSeconds(1)))).isEqualTo(three);
    }

    private static TryOutcome outcome(AskedTry asked, Backlog backlog) {
        return TryOutcome.of(asked, backlog, false, ASKED.plusSeconds(5));
    }

    private static Backlog backlog(int active, int inDelivery, Instant due, Instant paused) {
        return new Backlog(active, active, ASKED.minusSeconds(60), due, inDelivery, 0, 0, paused);
    }

    private static AskedTry delivered(AskedTry asked, int recipients) {
        AskedTry now = asked;
        for (int rid = 0; rid < recipients; rid++) {
            now = now.after(new DeliveryEvent.RecipientDelivered(
                    ASKED.plusSeconds(1), 1, 1, rid, "a.example", "ok", Duration.ZERO));
        }
        return now;
    }

    private static AskedTry delayed(AskedTry asked, int recipients) {
        return asked.after(delayed(recipients, ASKED.plusSeconds(1)));
    }

    private static DeliveryEvent delayed(int recipients, Instant at) {
        return new DeliveryEvent.RecipientsDeferred(at, "a.example", Lane.PLAIN, recipients, BUSY, at.plusSeconds(60));
    }
}
