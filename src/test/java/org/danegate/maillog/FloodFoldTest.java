package org.danegate.maillog;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.MailAddress;
import org.danegate.event.DeliveryEvent;
import org.junit.jupiter.api.Test;

/// Floods that bring no mail are a few lines of the log; messages that were accepted have all of theirs.
class FloodFoldTest {

    private static final Instant AT = Instant.parse("2019-02-05T13:20:03Z");

    private final FloodFold fold = new FloodFold();
    private final List<DeliveryEvent> shown = new ArrayList<>();
    private long mid;

    FloodFoldTest() {
        fold.due(AT);
    }

    @Test
    void mail_and_rset_for_ever_are_some_hundred_lines_and_one_that_counts_the_rest() {
        open(1, "192.0.2.7");
        for (int i = 0; i < 100_000; i++) {
            start(1);
            abort(1);
        }
        close(1);

        assertThat(shown).hasSizeLessThan(FloodFold.LINES + 10);
        assertThat(fold.due(AT.plusSeconds(9))).isEmpty();
        assertThat(fold.due(AT.plusSeconds(10)))
                .singleElement()
                .asString()
                .matches("Address 192\\.0\\.2\\.7 brings no mail: \\.\\.\\. and 399,[0-9]{3} more lines in 10 s");
    }

    @Test
    void a_flood_that_goes_on_is_one_line_for_each_ten_seconds_and_is_forgotten_when_it_ends() {
        for (int pace = 0; pace < 5; pace++) {
            for (int i = 0; i < 1000; i++) {
                open(i, "192.0.2.7");
                close(i);
            }
            assertThat(fold.due(AT.plusSeconds(10 * (pace + 1)))).hasSize(1);
        }
        assertThat(shown).hasSizeLessThan(FloodFold.LINES + 10);
        assertThat(fold.due(AT.plusSeconds(60))).isEmpty();
        shown.clear();
        open(9, "192.0.2.7");
        close(9);
        assertThat(shown).hasSize(2);
    }

    @Test
    void a_message_accepted_amid_a_flood_has_all_its_lines_in_order() {
        open(1, "192.0.2.7");
        for (int i = 0; i < 1000; i++) {
            start(1);
            abort(1);
        }
        shown.clear();
        open(2, "192.0.2.7");
        start(2);
        add(2);
        assertThat(shown).isEmpty();
        queue(2);
        close(2);
        assertThat(shown)
                .extracting(e -> e.getClass().getSimpleName())
                .containsExactly(
                        "InjectionStarted", "MessageStarted", "RecipientAdded", "MessageQueued", "InjectionClosed");
        open(3, "192.0.2.8");
        assertThat(shown).as("another client").hasSize(6);
    }

    @Test
    void honest_heavy_traffic_is_never_folded() {
        for (int i = 0; i < 20_000; i++) {
            open(i, "192.0.2.7");
            start(i);
            add(i);
            queue(i);
            close(i);
        }
        assertThat(shown).hasSize(100_000);
        assertThat(fold.due(AT.plusSeconds(10))).isEmpty();
    }

    @Test
    void a_flood_from_very_many_networks_is_folded_as_well() {
        for (int i = 0; i < 60_000; i++) {
            open(i, "2001:db8:" + Integer.toHexString(i) + "::1");
            close(i);
        }
        assertThat(shown).hasSizeLessThan(FloodFold.LINES_OF_ALL + 10);
        List<String> told = fold.due(AT.plusSeconds(10));
        assertThat(told).hasSizeLessThan(12);
        assertThat(told.getLast()).startsWith("Other addresses bring no mail: ... and ");
    }

    @Test
    void recipients_named_for_ever_in_one_message_are_not_kept() {
        open(1, "192.0.2.7");
        start(1);
        for (int i = 0; i < 1_000_000; i++) {
            add(1);
        }
        abort(1);
        assertThat(shown).hasSizeLessThan(FloodFold.LINES + 10);
        assertThat(fold.due(AT.plusSeconds(10)).getFirst()).contains("999,7");
    }

    private void open(long icid, String address) {
        InetAddress client = InetAddress.ofLiteral(address);
        on(new DeliveryEvent.InjectionStarted(AT, icid, "In", client, client, null));
    }

    private void start(long icid) {
        on(new DeliveryEvent.MessageStarted(AT, ++mid, icid, "a@b.example"));
    }

    private void add(long icid) {
        on(new DeliveryEvent.RecipientAdded(AT, mid, icid, 0, MailAddress.parse("c@d.example")));
    }

    private void abort(long icid) {
        on(new DeliveryEvent.MessageAborted(AT, mid, icid, "RSET"));
    }

    private void queue(long icid) {
        on(new DeliveryEvent.MessageQueued(AT, mid, icid, "a@b.example", 1, null, null));
    }

    private void close(long icid) {
        on(new DeliveryEvent.InjectionClosed(AT, icid));
    }

    private void on(DeliveryEvent event) {
        shown.addAll(fold.of(event));
    }
}
