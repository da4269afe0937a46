package org.danegate.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.danegate.address.MailAddress;
import org.danegate.event.Lane;
import org.danegate.event.TlsTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people do with waiting messages, while mail is delivered and over a restart: every store must pass.
abstract class QueueOperationsContract {

    @TempDir
    Path folder;

    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    MessageQueue queue;

    /// Opens a store on what it left in the folder.
    abstract MessageQueue open(InstantSource clock) throws IOException;

    /// The operations of the store that is open.
    abstract QueueOperations operations();

    @BeforeEach
    void open() throws IOException {
        queue = open(() -> now);
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void a_held_message_counts_but_is_neither_due_nor_leased_until_released_also_over_a_restart() throws IOException {
        long held = accept("a@one.example", "b@two.example");
        assertThat(operations().hold(held)).isTrue();

        assertHeld(held);
        reopen();
        assertHeld(held);

        assertThat(operations().release(held)).isTrue();
        assertThat(operations().release(held)).isFalse();
        reopen();
        assertThat(queue.due(now, 10)).containsExactlyInAnyOrder("one.example", "two.example");
        assertThat(queue.lease("one.example", 10, now)).hasSize(1);
    }

    private void assertHeld(long mid) {
        assertThat(queue.due(now, 10)).isEmpty();
        assertThat(queue.lease("one.example", 10, now)).isEmpty();
        assertThat(queue.leaseSpent("one.example", new Lane(true, ""), now, 0, 10))
                .isEmpty();
        assertThat(queue.retryNow("one.example")).isZero();
        assertThat(queue.nextDue(now)).isEqualTo(Instant.MAX);
        assertThat(queue.backlog("one.example").activeRecipients()).isEqualTo(1);
        assertThat(queue.backlog("one.example").held()).isEqualTo(1);
        assertThat(operations().message(mid).orElseThrow().held()).isTrue();
    }

    @Test
    void a_failure_that_all_share_is_none_of_a_held_message() throws IOException {
        long held = accept("a@dead.example");
        long other = accept("b@dead.example");
        queue.defer("dead.example", new Lane(true, ""), now.plusSeconds(60), "first");
        operations().hold(held);
        assertThat(queue.defer("dead.example", new Lane(true, ""), now.plusSeconds(120), "second"))
                .isEqualTo(1);
        for (int i = 0; i < 2; i++) {
            assertThat(attempts(held)).isEqualTo(1);
            assertThat(attempts(other)).isEqualTo(2);
            reopen();
        }
        operations().release(held);
        queue.defer("dead.example", new Lane(true, ""), now.plusSeconds(180), "third");
        reopen();
        assertThat(attempts(held)).isEqualTo(2);
        assertThat(attempts(other)).isEqualTo(3);
    }

    @Test
    void what_is_in_delivery_when_held_ends_its_attempt_and_is_held_then() throws IOException {
        long mid = accept("a@one.example");
        QueuedDelivery lease = queue.lease("one.example", 1, now).getFirst();
        operations().hold(mid);
        assertThat(operations().message(mid).orElseThrow().inDelivery()).containsExactly("one.example");

        queue.settle(lease, List.of(new Settlement.Retry(0, now, true, "busy", false)));

        assertThat(queue.due(now, 10)).isEmpty();
        assertThat(attempts(mid)).isEqualTo(1);
        operations().release(mid);
        assertThat(queue.lease("one.example", 1, now)).hasSize(1);
    }

    @Test
    void a_whole_message_is_taken_unless_part_of_it_is_in_delivery() throws IOException {
        long mid = accept("a@one.example", "b@two.example");
        QueuedDelivery one = queue.lease("one.example", 1, now).getFirst();
        assertThat(operations().take(mid)).isInstanceOf(QueueOperations.Taken.InDelivery.class);
        queue.settle(one, List.of(new Settlement.Retry(0, now.plusSeconds(60), true, "busy", false)));
        operations().hold(mid);

        QueueOperations.Taken.Leased all =
                (QueueOperations.Taken.Leased) operations().take(mid);
        assertThat(all.leases()).extracting(QueuedDelivery::destination).containsExactly("one.example", "two.example");
        assertThat(operations().take(mid)).isInstanceOf(QueueOperations.Taken.InDelivery.class);
        queue.settle(all.leases().getFirst(), List.of(new Settlement.Done(0)));
        assertThat(queue.settle(all.leases().getLast(), List.of(new Settlement.Done(1))))
                .isTrue();

        assertThat(operations().take(mid)).isInstanceOf(QueueOperations.Taken.Unknown.class);
        assertThat(queue.backlogs()).isEmpty();
    }

    @Test
    void all_of_a_destination_is_taken_but_what_is_in_delivery_or_came_later() throws IOException {
        long first = accept("a@one.example");
        accept("b@one.example");
        long held = accept("c@one.example");
        operations().hold(held);
        queue.defer("one.example", new Lane(true, ""), now.minusSeconds(1), "busy");
        now = now.plusSeconds(1);
        accept("d@one.example");
        Instant start = now.minusSeconds(1);
        queue.lease("one.example", 1, now);

        List<QueuedDelivery> some = operations().takeWaiting("one.example", 0, start, 1);
        assertThat(some).extracting(QueuedDelivery::mid).isNotEmpty().doesNotContain(first);
        assertThat(operations().takeWaiting("one.example", some.getFirst().mid(), start, 10))
                .extracting(QueuedDelivery::mid)
                .containsExactly(held);
    }

    @Test
    void recipients_that_an_attempt_failed_for_are_counted_whatever_becomes_of_them() throws IOException {
        Lane lane = new Lane(true, "");
        accept("a@one.example", "b@one.example");
        long mid = accept("c@one.example");
        assertThat(queue.backlog("one.example").attempted()).isZero();

        QueuedDelivery own = queue.lease("one.example", 1, now).getFirst();
        queue.settle(own, List.of(new Settlement.Retry(0, now.plusSeconds(60), true, "busy", false)));
        assertThat(queue.backlog("one.example").attempted()).isEqualTo(1);

        operations().hold(mid);
        queue.defer("one.example", lane, now.plusSeconds(60), "refused");
        assertThat(queue.backlog("one.example").attempted())
                .as("not the held one")
                .isEqualTo(2);
        operations().release(mid);
        assertThat(queue.backlog("one.example").attempted()).isEqualTo(2);
        queue.defer("one.example", lane, now.plusSeconds(120), "refused");
        accept("d@one.example");
        assertThat(queue.backlog("one.example").attempted())
                .as("not the new one")
                .isEqualTo(3);
        operations().hold(mid);
        assertThat(queue.backlog("one.example").attempted()).isEqualTo(3);

        now = now.plusSeconds(120);
        QueuedDelivery first = queue.lease("one.example", 1, now).getFirst();
        assertThat(queue.backlog("one.example").attempted()).as("in delivery").isEqualTo(3);
        queue.close();
        queue = open(() -> now);
        assertThat(queue.backlog("one.example").attempted())
                .as("after a restart")
                .isEqualTo(3);
        first = queue.lease("one.example", 1, now).getFirst();
        queue.settle(first, List.of(new Settlement.Done(0), new Settlement.Done(1)));
        assertThat(queue.backlog("one.example"))
                .satisfies(b -> assertThat(b.attempted()).isEqualTo(1))
                .satisfies(b -> assertThat(b.activeRecipients()).isEqualTo(2));
    }

    @Test
    void messages_are_found_by_parts_of_sender_recipient_and_destination_page_by_page() throws IOException {
        long one = accept("Anna@one.example");
        long two = accept("bert@two.example", "anna@three.example");
        long three = accept("anna@one.example");
        operations().hold(three);

        assertThat(find("FROM.ex", "", "", false, 0, 10)).containsExactly(one, two, three);
        assertThat(find("", "anna@", "", false, 0, 10)).containsExactly(one, two, three);
        assertThat(find("", "anna@", "one", false, 0, 10)).containsExactly(one, three);
        // One recipient must match both.
        assertThat(find("", "anna@", "two", false, 0, 10)).isEmpty();
        assertThat(find("", "", "", true, 0, 10)).containsExactly(three);
        assertThat(find("nobody", "", "", false, 0, 10)).isEmpty();
        assertThat(find("", "", "", false, 0, 2)).containsExactly(one, two);
        assertThat(find("", "", "", false, two, 2)).containsExactly(three);
        assertThat(operations().find(new MessageSearch("", "", "", false, 0, 2)).more())
                .isTrue();
        assertThat(operations().find(new MessageSearch("", "", "", false, 0, 3)).more())
                .isFalse();
    }

    @Test
    @Tag("Q-02")
    void messages_that_require_tls_are_found() throws IOException {
        accept("anna@one.example");
        long mid = queue.nextMid();
        Envelope tagged = new Envelope("a@from.example", true, false, false, "", "", "In").with(TlsTag.REQUIRETLS);
        queue.accept(new NewMessage(
                mid,
                tagged,
                List.of(new NewMessage.Recipient(MailAddress.parse("b@two.example"), "", "")),
                new byte[] {'x'},
                Instant.now()));
        assertThat(operations()
                        .find(new MessageSearch("", "", "", false, true, 0, 10))
                        .messages())
                .singleElement()
                .satisfies(m -> {
                    assertThat(m.mid()).isEqualTo(mid);
                    assertThat(m.envelope().tls()).isEqualTo(TlsTag.REQUIRETLS);
                });
    }

    private List<Long> find(String sender, String recipient, String destination, boolean held, long after, int limit) {
        return operations()
                .find(new MessageSearch(sender, recipient, destination, held, after, limit))
                .messages()
                .stream()
                .map(WaitingMessage::mid)
                .toList();
    }

    private int attempts(long mid) {
        return operations().message(mid).orElseThrow().recipients().getFirst().attempts();
    }

    void reopen() throws IOException {
        queue.close();
        queue = open(() -> now);
    }

    long accept(String... recipients) throws IOException {
        long mid = queue.nextMid();
        queue.accept(message(mid, "text", recipients));
        return mid;
    }

    NewMessage message(long mid, String text, String... recipients) {
        return new NewMessage(
                mid,
                new Envelope("s@from.example", true, false, false, "", "", "test"),
                Arrays.stream(recipients)
                        .map(r -> new NewMessage.Recipient(MailAddress.parse(r), "", ""))
                        .toList(),
                ("Subject: t\r\n\r\n" + text + "\r\n").getBytes(StandardCharsets.US_ASCII),
                now);
    }
}
