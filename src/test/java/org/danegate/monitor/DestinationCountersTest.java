package org.danegate.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.danegate.dane.DaneAction;
import org.danegate.dane.Evidence;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Lane;
import org.danegate.event.Trouble;
import org.danegate.policy.DaneSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// What Delivery Status counts, only from the events, and over a restart on a real database.
@DataJpaTest(
        properties = {
            "spring.datasource.url=jdbc:h2:mem:monitor;DB_CLOSE_DELAY=-1",
            "danegate.data-dir=target/none-${danegate.test.fork:0}"
        })
@Transactional(propagation = Propagation.NOT_SUPPORTED)
class DestinationCountersTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Trouble DANE =
            new Trouble("000", "4.7.5", "DANE verification failed", List.of("does not match"), true);
    private static final Trouble GREYLISTED =
            new Trouble("451", "4.7.1", "Security or policy error", List.of("Greylisted"), false);

    @Autowired
    private SavedCounts rows;

    private Instant now = START;
    private DestinationCounters counters;

    @BeforeEach
    void fresh() {
        rows.deleteAll();
        counters = new DestinationCounters(clock());
    }

    @Test
    void deliveries_bounces_and_connections_are_counted_per_destination() {
        counters.on(opened(1, "a.example"));
        counters.on(delivered(1, "a.example"));
        counters.on(delivered(1, "a.example"));
        counters.on(delayed("b.example", GREYLISTED));
        counters.on(bounced("b.example"));

        DestinationCount a = counters.find("a.example").orElseThrow();
        assertThat(a.deliveredRecipients()).isEqualTo(2);
        assertThat(a.connectionsOut()).isEqualTo(1);
        assertThat(a.softBouncedEvents()).isZero();
        DestinationCount b = counters.find("b.example").orElseThrow();
        assertThat(b.softBouncedEvents()).isEqualTo(1);
        assertThat(b.hardBouncedRecipients()).isEqualTo(1);
        counters.on(new DeliveryEvent.ConnectionClosed(now, 1, "a.example"));
        assertThat(counters.find("a.example").orElseThrow().connectionsOut()).isZero();
        assertThat(counters.find("c.example")).isEmpty();
    }

    @Test
    void the_host_status_follows_the_last_attempt() {
        counters.on(delayed("a.example", GREYLISTED));
        assertThat(status("a.example")).isEqualTo(HostStatus.UNKNOWN);
        counters.on(failed("a.example"));
        counters.on(ended("a.example", DaneAction.NOT_ASKED, GREYLISTED));
        assertThat(status("a.example")).isEqualTo(HostStatus.DOWN);
        counters.on(opened(7, "a.example"));
        assertThat(status("a.example")).isEqualTo(HostStatus.UP);
        counters.on(new DeliveryEvent.ConnectionClosed(now, 7, "a.example"));
        counters.on(ended("a.example", DaneAction.NOT_ASKED, null));
        assertThat(status("a.example")).isEqualTo(HostStatus.UP);
    }

    @Test
    void a_host_that_refuses_over_a_connection_from_an_earlier_attempt_is_up() {
        counters.on(opened(1, "a.example"));
        counters.on(delivered(1, "a.example"));
        counters.on(ended("a.example", DaneAction.NOT_ASKED, null));
        counters.on(failed("a.example"));
        counters.on(delayed("a.example", GREYLISTED));
        counters.on(new DeliveryEvent.ConnectionClosed(now, 1, "a.example"));
        counters.on(ended("a.example", DaneAction.NOT_ASKED, GREYLISTED));
        assertThat(status("a.example")).isEqualTo(HostStatus.UP);
    }

    @Test
    void a_dane_failure_without_any_connection_says_nothing_about_the_host() {
        counters.on(ended("a.example", DaneAction.DANE_FAIL, DANE));
        assertThat(status("a.example")).isEqualTo(HostStatus.UNKNOWN);
        DestinationCount count = counters.find("a.example").orElseThrow();
        assertThat(count.lastError().dane()).isTrue();
        assertThat(count.lastError().text()).contains("does not match");
        assertThat(count.lastError().code()).isEqualTo("000");
    }

    @Test
    void the_evidence_of_the_last_attempts_is_kept_newest_first_and_bounded() {
        for (int i = 0; i < DestinationCounters.ATTEMPTS_KEPT + 5; i++) {
            now = now.plusSeconds(1);
            counters.on(ended("a.example", DaneAction.DANE_FAIL, DANE));
        }
        List<Attempt> attempts = counters.find("a.example").orElseThrow().attempts();
        assertThat(attempts).hasSize(DestinationCounters.ATTEMPTS_KEPT);
        assertThat(attempts.getFirst().at()).isEqualTo(now);
        assertThat(counters.all().getFirst().attempts())
                .as("lists carry no evidence")
                .isEmpty();
    }

    @Test
    void evidence_is_bounded_over_all_destinations_and_the_last_attempt_of_each_stays() {
        DestinationCounters small = new DestinationCounters(clock(), 100, 50);
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 20; i++) {
                small.on(ended("d" + i + ".example", DaneAction.NOT_ASKED, null));
            }
        }
        int kept = 0;
        for (int i = 0; i < 20; i++) {
            int own = small.find("d" + i + ".example").orElseThrow().attempts().size();
            assertThat(own).isPositive();
            kept += own;
        }
        assertThat(kept).isLessThanOrEqualTo(50);
    }

    @Test
    void counts_survive_a_restart_and_say_since_when() {
        counters.on(delivered(1, "a.example"));
        counters.on(delayed("a.example", GREYLISTED));
        keeping(counters).save();

        now = START.plus(Duration.ofDays(1));
        DestinationCounters again = new DestinationCounters(clock());
        again.restore(rows.findAll());
        again.on(delivered(2, "a.example"));

        DestinationCount count = again.find("a.example").orElseThrow();
        assertThat(count.deliveredRecipients()).isEqualTo(2);
        assertThat(count.softBouncedEvents()).isEqualTo(1);
        assertThat(count.since()).isEqualTo(START);
        assertThat(again.since()).isEqualTo(START);
    }

    @Test
    void a_destination_that_was_forgotten_goes_on_where_it_was() {
        DestinationCounters small = new DestinationCounters(clock(), 2, 100);
        CounterKeeping keeping = keeping(small);
        small.on(delivered(1, "old.example"));
        small.on(delivered(1, "old.example"));
        keeping.save();
        small.on(delivered(1, "b.example"));
        small.on(delivered(1, "c.example"));
        assertThat(small.find("old.example")).isEmpty();
        keeping.save();

        now = now.plusSeconds(60);
        small.on(delivered(1, "old.example"));
        keeping.save();

        DestinationCount count = small.find("old.example").orElseThrow();
        assertThat(count.deliveredRecipients()).isEqualTo(3);
        assertThat(count.since()).isEqualTo(START);
        assertThat(rows.findById("old.example").orElseThrow().getDeliveredRecipients())
                .isEqualTo(3);
    }

    @Test
    @Timeout(10)
    void a_list_of_ten_thousand_destinations_is_quick_and_complete() {
        for (int i = 0; i < 10_000; i++) {
            counters.on(delivered(i, "d" + i + ".example"));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(counters.all()).hasSize(10_000);
        }
    }

    private CounterKeeping keeping(DestinationCounters of) {
        return new CounterKeeping(of, null, rows, null);
    }

    private HostStatus status(String domain) {
        return counters.find(domain).orElseThrow().hostStatus();
    }

    private InstantSource clock() {
        return () -> now;
    }

    private DeliveryEvent opened(long dcid, String destination) {
        InetAddress any = InetAddress.getLoopbackAddress();
        return new DeliveryEvent.ConnectionOpened(now, dcid, destination, "mx." + destination, any, any, 25);
    }

    private DeliveryEvent failed(String destination) {
        return new DeliveryEvent.ConnectionFailed(now, 9, destination, "mx." + destination, null, 25, "timeout");
    }

    private DeliveryEvent delivered(long mid, String destination) {
        return new DeliveryEvent.RecipientDelivered(now, 1, mid, 0, destination, "250 Ok", Duration.ofSeconds(1));
    }

    private DeliveryEvent delayed(String destination, Trouble trouble) {
        return new DeliveryEvent.RecipientDelayed(now, 1, 1, 0, destination, trouble, now.plusSeconds(60));
    }

    private DeliveryEvent bounced(String destination) {
        return new DeliveryEvent.RecipientBounced(now, 1, 1, 0, destination, GREYLISTED, true);
    }

    private DeliveryEvent ended(String destination, DaneAction action, Trouble trouble) {
        Evidence evidence =
                new Evidence(destination, DaneSupport.MANDATORY, null, null, List.of(), action, "because", now);
        return new DeliveryEvent.AttemptEnded(now, destination, Lane.PLAIN, 1, evidence, trouble);
    }
}
