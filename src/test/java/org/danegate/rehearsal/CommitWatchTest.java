package org.danegate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Lane;
import org.danegate.event.Trouble;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.junit.jupiter.api.Test;

/// What is counted around a commit, with a clock of the test.
class CommitWatchTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private Instant now = START;
    private final CommitWatch watch = new CommitWatch(CommittedPolicy.fixed(Policy.defaults()), () -> now);

    @Test
    void before_a_commit_there_is_nothing_to_report() {
        deferred("a.example", 3);

        assertThat(watch.newest()).isEmpty();
    }

    @Test
    void the_ten_minutes_before_and_the_ten_minutes_after_are_counted_apart() {
        deferred("a.example", 50);
        passes(Duration.ofMinutes(25));
        deferred("a.example", 2);
        delivered("a.example");
        passes(Duration.ofMinutes(9));
        commit(4);
        deferred("a.example", 40);
        passes(Duration.ofMinutes(9));
        bounced("a.example");
        passes(Duration.ofMinutes(1));
        deferred("a.example", 1000);

        CommitWatch.Watched watched = watch.newest().orElseThrow();
        assertThat(watched.revision()).isEqualTo(4);
        assertThat(watched.complete()).isTrue();
        assertThat(watched.earlier()).containsEntry("a.example", new Outcomes(1, 2, 0));
        assertThat(watched.later()).containsEntry("a.example", new Outcomes(0, 40, 1));
    }

    @Test
    void an_event_from_before_the_commit_that_arrives_after_it_counts_before() {
        Instant earlier = now;
        passes(Duration.ofSeconds(5));
        commit(2);

        watch.on(new DeliveryEvent.RecipientDelivered(earlier, 1, 1, 0, "a.example", "250 ok", Duration.ZERO));

        assertThat(watch.newest().orElseThrow().earlier()).containsEntry("a.example", new Outcomes(1, 0, 0));
        assertThat(watch.newest().orElseThrow().later()).isEmpty();
    }

    @Test
    void a_further_commit_is_watched_instead_and_compared_with_the_policy_it_replaced() {
        Policy first = Policy.defaults();
        passes(Duration.ofMinutes(20));
        commit(2);
        deferred("a.example", 7);
        passes(Duration.ofMinutes(2));
        Policy second = watch.newest().orElseThrow().after();
        commit(3);

        CommitWatch.Watched watched = watch.newest().orElseThrow();
        assertThat(watched.revision()).isEqualTo(3);
        assertThat(watched.before()).isEqualTo(second).isEqualTo(first);
        assertThat(watched.earlier()).containsEntry("a.example", new Outcomes(0, 7, 0));
        assertThat(watched.later()).isEmpty();
    }

    @Test
    void soon_after_the_start_the_figures_before_are_said_to_be_incomplete() {
        passes(Duration.ofMinutes(9));
        commit(2);
        assertThat(watch.newest().orElseThrow().complete()).isFalse();

        passes(Duration.ofMinutes(1));
        commit(3);
        assertThat(watch.newest().orElseThrow().complete()).isTrue();
    }

    @Test
    void the_number_of_destinations_counted_is_bounded() {
        for (int i = 0; i < RecentOutcomes.DESTINATIONS + 50; i++) {
            deferred("d" + i + ".example", 1);
        }
        commit(2);
        assertThat(watch.newest().orElseThrow().earlier()).hasSize(RecentOutcomes.DESTINATIONS);
    }

    @Test
    void a_rise_is_more_than_chance() {
        assertThat(new Outcomes(0, 12, 0).worseThan(new Outcomes(0, 10, 0))).isFalse();
        assertThat(new Outcomes(0, 13, 0).worseThan(new Outcomes(0, 10, 0))).isTrue();
        assertThat(new Outcomes(0, 0, 1).worseThan(new Outcomes(9, 9, 0))).isTrue();
        assertThat(new Outcomes(0, 1, 0).worseThan(Outcomes.NONE)).isTrue();
        assertThat(Outcomes.NONE.worseThan(Outcomes.NONE)).isFalse();
    }

    private void passes(Duration time) {
        now = now.plus(time);
    }

    private void commit(long number) {
        watch.committed(new CommittedPolicy.Revision(number, Policy.defaults()));
    }

    private void delivered(String domain) {
        watch.on(new DeliveryEvent.RecipientDelivered(now, 1, 1, 0, domain, "250 ok", Duration.ZERO));
    }

    private void deferred(String domain, int recipients) {
        watch.on(new DeliveryEvent.RecipientsDeferred(
                now, domain, Lane.PLAIN, recipients, TROUBLE, now.plusSeconds(60)));
    }

    private void bounced(String domain) {
        watch.on(new DeliveryEvent.RecipientBounced(now, 1, 1, 0, domain, TROUBLE, false, null, null));
    }

    private static final Trouble TROUBLE = new Trouble("451", "4.7.0", "later", List.of(), false);
}
