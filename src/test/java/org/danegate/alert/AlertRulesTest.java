package org.danegate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvent.Condition;
import org.danegate.event.DeliveryEvent.Weight;
import org.danegate.monitor.DaneResult;
import org.danegate.monitor.HostStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rules that raise alerts: once for each trouble, once when it is over, through minutes and days of the test's
/// clock.
class AlertRulesTest {

    private static final String DOWN = "Warning <gate.example>: Destination is down: a.example";

    @TempDir
    Path folder;

    private AlertRig rig;

    @BeforeEach
    void open() throws IOException {
        rig = new AlertRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void six_hundred_destinations_down_are_one_mail_within_a_minute_and_one_more_when_they_are_up() {
        for (int i = 0; i < 600; i++) {
            rig.waits("d" + i + ".example", 1 + (i == 17 ? 5 : 0), HostStatus.DOWN);
        }
        rig.pass(1);

        assertThat(rig.subjects()).containsExactly("Critical <gate.example>: Destination is down: many destinations");
        assertThat(rig.mails().getFirst())
                .contains(
                        "600 destinations cannot be reached, and 605 recipients wait for them: d17.example, d0.example")
                .contains("and 590 more");
        rig.pass(90);
        assertThat(rig.subjects()).as("once").hasSize(1);

        rig.destinations.clear();
        rig.pass(5);
        assertThat(rig.subjects())
                .hasSize(2)
                .last()
                .isEqualTo("Over <gate.example>: Destination is down: many destinations");
        assertThat(rig.mails().getLast()).contains("Over since 2026-03-01T01:32:00Z", "began at 2026-03-01T00:01:00Z");
        assertThat(rig.troubles.open()).isEmpty();
    }

    @Test
    void what_is_left_of_many_is_listed_one_by_one_without_another_alert() {
        for (int i = 0; i < 60; i++) {
            rig.waits("d" + i + ".example", 20, HostStatus.DOWN);
        }
        rig.pass(40);
        for (int i = 3; i < 60; i++) {
            rig.waits("d" + i + ".example", 20, HostStatus.UP);
        }
        rig.pass(5);

        assertThat(rig.subjects()).hasSize(2).last().asString().startsWith("Over");
        assertThat(rig.troubles.open())
                .extracting(t -> t.finding().about())
                .containsExactlyInAnyOrder("d0.example", "d1.example", "d2.example");
        rig.destinations.clear();
        rig.pass(5);
        assertThat(rig.subjects()).as("their ends are reported").hasSize(5);
    }

    @Test
    void many_that_become_four_times_as_many_are_alerted_again() {
        for (int i = 0; i < 60; i++) {
            rig.waits("d" + i + ".example", 1, HostStatus.DOWN);
        }
        rig.pass(10);
        for (int i = 0; i < 240; i++) {
            rig.waits("d" + i + ".example", 1, HostStatus.DOWN);
        }
        rig.pass(10);
        assertThat(rig.mails()).hasSize(2).last().asString().contains("240 destinations cannot be reached");
    }

    @Test
    void a_destination_is_alerted_when_it_is_down_for_the_time_with_enough_recipients() {
        rig.waits("a.example", 10, HostStatus.DOWN);
        rig.waits("few.example", 9, HostStatus.DOWN);
        rig.waits("up.example", 500, HostStatus.UP);
        rig.pass(30);
        assertThat(rig.subjects()).isEmpty();
        rig.pass(1);
        assertThat(rig.subjects()).containsExactly(DOWN);
        assertThat(rig.mails().getFirst())
                .contains("No host of a.example can be reached since 2026-03-01T00:01:00Z; 10 recipients wait.")
                .contains("Last error: refused");

        rig.waits("a.example", 3, HostStatus.DOWN);
        rig.pass(10);
        assertThat(rig.subjects()).as("still down").hasSize(1);
        rig.waits("a.example", 3, HostStatus.UP);
        rig.pass(3);
        assertThat(rig.subjects()).last().isEqualTo("Over <gate.example>: Destination is down: a.example");
    }

    @Test
    void one_good_minute_is_no_recovery_and_a_trouble_that_comes_back_soon_is_not_lost() {
        rig.waits("a.example", 10, HostStatus.DOWN);
        rig.pass(31);
        rig.waits("a.example", 10, HostStatus.UP);
        rig.pass(1);
        rig.waits("a.example", 10, HostStatus.DOWN);
        rig.pass(5);
        assertThat(rig.subjects()).hasSize(1);
    }

    @Test
    void delivery_that_an_administrator_suspended_is_no_trouble_until_mail_is_about_to_bounce() {
        DestinationState state = new DestinationState(
                "a.example",
                100,
                rig.now,
                rig.now.plus(Duration.ofHours(72)),
                HostStatus.DOWN,
                DaneResult.FAIL,
                true,
                true,
                "");
        rig.put(state);
        rig.pass(Duration.ofHours(65));
        assertThat(rig.subjects()).isEmpty();
        rig.pass(Duration.ofHours(1));
        assertThat(rig.subjects()).containsExactly("Warning <gate.example>: Mail is about to bounce: a.example");
        assertThat(rig.mails().getFirst()).contains("bounces at 2026-03-04T00:00:00Z; 100 recipients wait.");
    }

    @Test
    void where_the_time_in_queue_is_short_mail_is_about_to_bounce_after_half_of_it() {
        rig.put(new DestinationState(
                "a.example",
                1,
                rig.now,
                rig.now.plus(Duration.ofMinutes(60)),
                HostStatus.UP,
                null,
                false,
                false,
                "451 later"));
        rig.pass(29);
        assertThat(rig.subjects()).isEmpty();
        rig.pass(1);
        assertThat(rig.subjects()).containsExactly("Warning <gate.example>: Mail is about to bounce: a.example");
    }

    @Test
    void old_mail_is_alerted_after_a_day() {
        rig.waits("a.example", 1, HostStatus.UP);
        rig.pass(Duration.ofHours(24).minusMinutes(1));
        assertThat(rig.subjects()).isEmpty();
        rig.pass(2);
        assertThat(rig.subjects()).containsExactly("Warning <gate.example>: Mail waits for long: a.example");
    }

    @Test
    void growth_within_an_hour_is_alerted_by_number_and_factor() {
        rig.waits("a.example", 600, HostStatus.UP);
        rig.pass(70);
        rig.waits("a.example", 1199, HostStatus.UP);
        rig.pass(1);
        rig.waits("a.example", 1599, HostStatus.UP);
        rig.pass(1);
        assertThat(rig.subjects()).as("not yet 1,000 more").isEmpty();
        rig.waits("a.example", 1600, HostStatus.UP);
        rig.pass(1);
        assertThat(rig.subjects()).containsExactly("Warning <gate.example>: Active recipients grow: all destinations");
        assertThat(rig.mails().getFirst()).contains("grew from 600 to 1,600 within an hour. Most wait for: a.example.");
        rig.pass(70);
        assertThat(rig.subjects())
                .as("it grows no more")
                .hasSize(2)
                .last()
                .asString()
                .startsWith("Over");
    }

    @Test
    void expired_mail_is_alerted_by_its_number_within_an_hour() {
        rig.expires("a.example", 9);
        rig.pass(5);
        assertThat(rig.subjects()).isEmpty();
        rig.expires("b.example", 1);
        rig.pass(1);
        assertThat(rig.subjects()).containsExactly("Warning <gate.example>: Mail bounced by expiry: expired mail");
        assertThat(rig.mails().getFirst())
                .contains("10 recipients bounced within the last hour")
                .contains("Destinations: a.example, b.example.");
        rig.pass(58);
        assertThat(rig.subjects()).hasSize(1);
        rig.pass(10);
        assertThat(rig.subjects()).hasSize(2).last().asString().startsWith("Over");
    }

    @Test
    void one_recipient_is_enough_where_dane_is_mandatory_and_fifty_elsewhere() {
        rig.dane("mandatory.example", 1, DaneResult.FAIL, true);
        rig.dane("some.example", 49, DaneResult.FAIL, false);
        rig.dane("many.example", 50, DaneResult.FAIL, false);
        rig.dane("fine.example", 500, DaneResult.SUCCESS, true);
        rig.pass(1);
        assertThat(rig.subjects())
                .containsExactlyInAnyOrder(
                        "Warning <gate.example>: Mail waits because DANE fails: mandatory.example",
                        "Warning <gate.example>: Mail waits because DANE fails: many.example");
        rig.dane("mandatory.example", 1, DaneResult.SUCCESS, true);
        rig.pass(3);
        assertThat(rig.subjects())
                .last()
                .isEqualTo("Over <gate.example>: Mail waits because DANE fails: mandatory.example");
    }

    @Test
    void a_lookup_that_failed_once_is_no_trouble_where_dane_is_mandatory_but_one_that_keeps_failing_is() {
        rig.dane("a.example", 1, DaneResult.WAITING_FOR_DNS, true);
        rig.pass(14);
        assertThat(rig.subjects()).isEmpty();
        rig.pass(2);
        assertThat(rig.subjects()).hasSize(1);
    }

    @Test
    void a_rule_that_is_turned_off_raises_nothing_and_its_open_troubles_go() {
        rig.waits("a.example", 10, HostStatus.DOWN);
        rig.pass(31);
        assertThat(rig.troubles.open()).hasSize(1);
        rig.commit("""
                alerts:
                  recipients: [ { address: ops@ops.example } ]
                  downRecipients: 0
                  downDestinations: 0
                  growthRecipients: 0
                  oldestRecipient: 0
                  bouncesWithin: 0
                  expiredRecipients: 0
                  daneRecipients: 0
                  daneMandatoryRecipients: 0
                  listeners: false
                  resolvers: false
                  certificates: false
                  disk: false
                """);
        rig.waits("a.example", 5000, HostStatus.DOWN);
        rig.dane("b.example", 5000, DaneResult.FAIL, true);
        rig.expires("c.example", 100);
        rig.condition(Condition.LISTENER, Weight.CRITICAL, "In");
        rig.condition(Condition.RESOLVER, Weight.CRITICAL, "all resolvers");
        rig.condition(Condition.CERTIFICATE, Weight.CRITICAL, "gateway");
        rig.pass(Duration.ofHours(80));

        assertThat(rig.subjects()).containsExactly(DOWN);
        assertThat(rig.troubles.open()).isEmpty();
    }

    @Test
    void a_restart_repeats_no_alert_and_the_end_is_still_reported() {
        rig.waits("a.example", 10, HostStatus.DOWN);
        rig.pass(31);
        rig.restart();
        rig.waits("a.example", 10, HostStatus.UNKNOWN);
        rig.pass(10);
        rig.waits("a.example", 10, HostStatus.DOWN);
        rig.pass(60);
        assertThat(rig.subjects()).containsExactly(DOWN);
        assertThat(rig.troubles.open())
                .singleElement()
                .satisfies(t -> assertThat(t.since()).isEqualTo(AlertRig.START.plus(Duration.ofMinutes(31))));

        rig.restart();
        rig.waits("a.example", 10, HostStatus.UP);
        rig.pass(3);
        assertThat(rig.subjects()).hasSize(2).last().asString().startsWith("Over");
    }

    @Test
    void many_destinations_down_survive_a_restart_as_one_trouble() {
        for (int i = 0; i < 60; i++) {
            rig.waits("d" + i + ".example", 1, HostStatus.DOWN);
        }
        rig.pass(5);
        rig.restart();
        for (int i = 0; i < 60; i++) {
            rig.waits("d" + i + ".example", 1, HostStatus.UNKNOWN);
        }
        rig.pass(10);
        assertThat(rig.subjects()).hasSize(1);
        assertThat(rig.troubles.open()).hasSize(1);
        rig.destinations.clear();
        rig.pass(3);
        assertThat(rig.subjects()).hasSize(2);
    }

    @Test
    void after_a_restart_only_those_that_were_reported_together_count_as_down_until_they_are_seen_up() {
        for (int i = 0; i < 60; i++) {
            rig.waits("d" + i + ".example", 1, HostStatus.DOWN);
        }
        for (int i = 0; i < 400; i++) {
            rig.waits("other" + i + ".example", 1, HostStatus.UP);
        }
        rig.pass(5);
        rig.restart();
        assertThat(rig.troubles.open().getFirst().finding().members())
                .hasSize(60)
                .contains("d0.example", "d59.example")
                .doesNotContain("other0.example");

        rig.destinations.keySet().forEach(domain -> rig.waits(domain, 1, HostStatus.UNKNOWN));
        rig.pass(10);
        assertThat(rig.subjects()).as("the others were never down").hasSize(1);
        assertThat(rig.troubles.open().getFirst().finding().affected()).isEqualTo(60);

        for (int i = 0; i < 60; i++) {
            rig.waits("d" + i + ".example", 1, HostStatus.UP);
        }
        rig.pass(5);
        assertThat(rig.subjects()).hasSize(2).last().asString().startsWith("Over");
        assertThat(rig.mails().getLast()).contains("last 60 destinations (d0.example, d1.example,", "and 50 more)");
        assertThat(rig.troubles.open()).isEmpty();
    }

    @Test
    void of_many_destinations_the_thousand_with_most_recipients_are_kept() {
        for (int i = 0; i < 1_500; i++) {
            rig.waits("d" + i + ".example", i < 500 ? 1 : 2, HostStatus.DOWN);
        }
        rig.pass(1);
        rig.restart();
        assertThat(rig.troubles.open().getFirst().finding().affected()).isEqualTo(1_500);
        assertThat(rig.troubles.open().getFirst().finding().members())
                .hasSize(1_000)
                .contains("d500.example", "d1499.example")
                .doesNotContain("d499.example");
    }

    @Test
    void the_latest_alerts_survive_a_restart_and_are_bounded() {
        rig.waits("a.example", 10, HostStatus.DOWN);
        rig.pass(31);
        rig.waits("a.example", 10, HostStatus.UP);
        rig.pass(3);
        var before = rig.alerts.latest();
        assertThat(before).hasSize(2);
        rig.restart();
        assertThat(rig.alerts.latest()).hasToString(before.toString());
        assertThat(rig.alerts.latest().getFirst().alert().recovery()).isTrue();

        for (int i = 0; i < LatestAlerts.MOST; i++) {
            rig.alerts.test("user" + i);
        }
        rig.restart();
        rig.alerts.test("olga");
        assertThat(rig.alerts.latest()).hasSize(LatestAlerts.MOST);
        rig.restart();
        assertThat(rig.alerts.latest()).hasSize(LatestAlerts.MOST);
        assertThat(rig.alerts.latest().getFirst().alert().about()).isEqualTo("olga");
        assertThat(rig.alerts.latest().getLast().alert().about()).isEqualTo("user1");
    }

    @Test
    void an_alert_that_is_too_long_to_be_stored_is_kept_shortened() {
        rig.source.on(new DeliveryEvent.SystemNotice(rig.now, true, "<\u0001\"".repeat(5_000)));
        rig.restart();
        assertThat(rig.alerts.latest().getFirst().alert().text())
                .startsWith("<\u0001\"<")
                .contains("more characters");
    }

    @Test
    void a_trouble_that_lasts_is_sent_again_each_day_until_somebody_acknowledges_it() {
        rig.waits("a.example", 10, HostStatus.DOWN);
        rig.commit("alerts: { recipients: [ { address: ops@ops.example } ], oldestRecipient: 0, bouncesWithin: 0 }");
        rig.pass(31);
        rig.pass(Duration.ofHours(24));
        assertThat(rig.subjects()).containsExactly(DOWN, DOWN);

        long id = rig.troubles.open().getFirst().id();
        assertThat(rig.troubles.acknowledge(id, "olga")).isPresent();
        assertThat(rig.events)
                .contains(new DeliveryEvent.AdministratorActed(
                        rig.now, "olga", "acknowledged the alert Destination is down: a.example"));
        rig.restart();
        rig.pass(Duration.ofHours(72));
        assertThat(rig.subjects()).hasSize(2);
        assertThat(rig.troubles.open().getFirst().acknowledged())
                .isNotNull()
                .extracting(AlertTrouble.Acknowledgement::by)
                .isEqualTo("olga");

        rig.destinations.clear();
        rig.pass(3);
        assertThat(rig.subjects()).hasSize(3).last().asString().startsWith("Over");
    }

    @Test
    void who_acknowledged_first_stays_and_a_trouble_that_is_over_cannot_be_acknowledged() {
        rig.condition(Condition.LISTENER, Weight.CRITICAL, "In");
        long id = rig.troubles.open().getFirst().id();
        rig.troubles.acknowledge(id, "olga");
        assertThat(rig.troubles.acknowledge(id, "omar"))
                .map(AlertTrouble::acknowledged)
                .get()
                .extracting(AlertTrouble.Acknowledgement::by)
                .isEqualTo("olga");
        assertThat(rig.troubles.acknowledge(id + 1, "olga")).isEmpty();
    }

    @Test
    void a_resolver_is_alerted_once_however_often_it_is_probed_and_once_when_it_answers_again() {
        for (int probe = 0; probe < 100; probe++) {
            rig.condition(Condition.RESOLVER, Weight.CRITICAL, "all resolvers");
            rig.pass(5);
        }
        assertThat(rig.subjects()).containsExactly("Critical <gate.example>: DNS resolver trouble: all resolvers");
        rig.condition(Condition.RESOLVER, Weight.INFORMATION, "all resolvers");
        assertThat(rig.subjects()).hasSize(2).last().asString().startsWith("Over");
        rig.condition(Condition.RESOLVER, Weight.INFORMATION, "all resolvers");
        assertThat(rig.subjects()).hasSize(2);
    }

    @Test
    void a_condition_from_before_a_restart_that_nothing_reports_again_is_over() {
        rig.commit("listeners: [ { name: In, senderGroups: [] } ]");
        rig.condition(Condition.LISTENER, Weight.CRITICAL, "In");
        rig.condition(Condition.RESOLVER, Weight.WARNING, "192.0.2.1");
        rig.restart();
        rig.condition(Condition.RESOLVER, Weight.WARNING, "192.0.2.1");
        rig.pass(10);
        assertThat(rig.troubles.open()).hasSize(2);
        rig.pass(10);
        assertThat(rig.troubles.open()).extracting(t -> t.finding().about()).containsExactly("192.0.2.1");
    }

    @Test
    void a_listener_that_was_deleted_is_no_trouble_any_more() {
        rig.commit("listeners: [ { name: In, senderGroups: [] } ]");
        rig.condition(Condition.LISTENER, Weight.CRITICAL, "In");
        rig.pass(5);
        assertThat(rig.troubles.open()).hasSize(1);
        rig.commit("listeners: [ { name: Other, senderGroups: [] } ]");
        rig.pass(1);
        assertThat(rig.troubles.open()).isEmpty();
    }

    @Test
    void a_certificate_is_alerted_each_time_its_source_says_so_until_acknowledged() {
        rig.condition(Condition.CERTIFICATE, Weight.WARNING, "gateway");
        rig.pass(Duration.ofDays(23));
        rig.condition(Condition.CERTIFICATE, Weight.WARNING, "gateway");
        rig.pass(Duration.ofHours(1));
        long before = rig.subjects().size();
        rig.troubles.acknowledge(rig.troubles.open().getFirst().id(), "olga");
        rig.pass(Duration.ofDays(7));
        rig.condition(Condition.CERTIFICATE, Weight.CRITICAL, "gateway");
        assertThat(rig.subjects()).hasSize((int) before);
        rig.condition(Condition.CERTIFICATE, Weight.INFORMATION, "gateway");
        assertThat(rig.troubles.open()).isEmpty();
    }

    /// The bound is wide, as machines may be busy; a pass over as many destinations takes some milliseconds.
    @Test
    void ten_thousand_destinations_cost_milliseconds() {
        for (int i = 0; i < 10_000; i++) {
            rig.waits("d" + i + ".example", 3, HostStatus.DOWN);
        }
        rig.pass(20);
        long begin = System.nanoTime();
        rig.pass(20);
        assertThat(Duration.ofNanos(System.nanoTime() - begin).dividedBy(20)).isLessThan(Duration.ofMillis(500));
    }
}
