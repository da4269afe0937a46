package org.danegate.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.danegate.address.MailAddress;
import org.danegate.event.Lane;
import org.danegate.event.TlsTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the engine relies on, and what survives a restart: every store must pass.
abstract class MessageQueueContract {

    @TempDir
    Path folder;

    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    MessageQueue queue;

    /// Opens a store on what it left in the folder.
    abstract MessageQueue open(InstantSource clock) throws IOException;

    @BeforeEach
    void open() throws IOException {
        queue = open(() -> now);
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void an_accepted_message_is_leased_once_and_gone_when_settled() throws IOException {
        long mid = accept("hello", "a@one.example");

        assertThat(queue.due(now, 10)).containsExactly("one.example");
        QueuedDelivery lease = queue.lease("one.example", 10, now).getFirst();
        assertThat(queue.lease("one.example", 10, now)).isEmpty();
        assertThat(queue.due(now, 10)).isEmpty();
        assertThat(queue.backlog("one.example").activeRecipients()).isEqualTo(1);
        assertThat(queue.body(mid).octets()).asString().contains("hello");

        assertThat(queue.settle(lease, List.of(new Settlement.Done(0)))).isTrue();
        assertThat(queue.backlogs()).isEmpty();
    }

    @Test
    void destinations_of_one_message_are_leased_apart() throws IOException {
        accept("x", "a@one.example", "b@two.example", "c@one.example");

        QueuedDelivery one = queue.lease("one.example", 10, now).getFirst();
        assertThat(one.recipients()).extracting(p -> p.rid()).containsExactly(0, 2);
        assertThat(queue.settle(one, List.of(new Settlement.Done(0), new Settlement.Done(2))))
                .isFalse();
        QueuedDelivery two = queue.lease("two.example", 10, now).getFirst();
        assertThat(queue.settle(two, List.of(new Settlement.Done(1)))).isTrue();
    }

    @Test
    void a_retry_waits_for_its_time_and_can_be_hastened() throws IOException {
        accept("x", "a@one.example");
        QueuedDelivery lease = queue.lease("one.example", 10, now).getFirst();
        queue.settle(lease, List.of(new Settlement.Retry(0, now.plusSeconds(60), true, "busy", false)));

        assertThat(queue.lease("one.example", 10, now)).isEmpty();
        assertThat(queue.nextDue(now)).isEqualTo(now.plusSeconds(60));
        assertThat(queue.retryNow("one.example")).isEqualTo(1);
        QueuedDelivery again = queue.lease("one.example", 10, now).getFirst();
        assertThat(again.recipients().getFirst().attempts()).isEqualTo(1);
        assertThat(again.recipients().getFirst().lastTrouble()).isEqualTo("busy");
    }

    @Test
    void a_wish_to_try_now_is_remembered_while_mail_waits() throws IOException {
        accept("x", "a@one.example");
        QueuedDelivery lease = queue.lease("one.example", 10, now).getFirst();
        assertThat(queue.isWanted("one.example", Instant.EPOCH)).isFalse();

        queue.retryNow("one.example");

        assertThat(queue.isWanted("one.example", now)).isTrue();
        assertThat(queue.isWanted("one.example", now.plusSeconds(60))).isFalse();
        assertThat(queue.isWanted("two.example", now)).isFalse();
        queue.settle(lease, List.of(new Settlement.Done(0)));
        assertThat(queue.isWanted("one.example", now)).isFalse();
    }

    @Test
    void what_waits_survives_a_restart_with_its_state() throws IOException {
        long first = accept("one", "a@one.example", "b@one.example");
        QueuedDelivery lease = queue.lease("one.example", 10, now).getFirst();
        queue.settle(
                lease,
                List.of(new Settlement.Done(0), new Settlement.Retry(1, now.plusSeconds(9), true, "later", false)));
        reopen();

        assertThat(queue.nextMid()).isGreaterThan(first);
        QueuedDelivery waiting = queue.waiting("one.example", 10).getFirst();
        assertThat(waiting.recipients()).hasSize(1);
        assertThat(waiting.recipients().getFirst().attempts()).isEqualTo(1);
        assertThat(queue.body(first).octets()).asString().contains("one");
    }

    @Test
    void a_failure_that_all_share_counts_for_each_and_holds_all_back_until_its_time() throws IOException {
        accept("x", "a@dead.example", "b@dead.example");
        accept("y", "c@dead.example");
        accept("z", "d@alive.example");

        queue.defer("dead.example", new Lane(true, ""), now.plusSeconds(60), "connection refused");

        assertThat(queue.due(now, 10)).containsExactly("alive.example");
        assertThat(queue.lease("dead.example", 10, now)).isEmpty();
        assertThat(queue.nextDue(now)).isEqualTo(now.plusSeconds(60));
        accept("later", "e@dead.example");
        assertThat(queue.due(now, 10)).containsExactly("alive.example");
        assertThat(attemptsWaiting("dead.example")).containsExactly(1, 1, 1, 0);
        reopen();
        assertThat(queue.due(now, 10)).containsExactly("alive.example");
        assertThat(attemptsWaiting("dead.example")).containsExactly(1, 1, 1, 0);
        assertThat(queue.waiting("dead.example", 1).getFirst().recipients().getFirst())
                .satisfies(p -> assertThat(p.due()).isEqualTo(now.plusSeconds(60)))
                .satisfies(p -> assertThat(p.lastTrouble()).isEqualTo("connection refused"));

        now = now.plusSeconds(60);
        List<QueuedDelivery> leases = queue.lease("dead.example", 10, now);
        assertThat(leases).hasSize(3);
        assertThat(leases.getFirst().recipients()).extracting(p -> p.attempts()).containsExactly(1, 1);
    }

    @Test
    void a_leased_message_counts_its_own_failure_alone() throws IOException {
        accept("x", "a@dead.example");
        accept("y", "b@dead.example");
        QueuedDelivery lease = queue.lease("dead.example", 1, now).getFirst();

        assertThat(queue.backlog("dead.example").inDelivery()).isEqualTo(1);
        assertThat(queue.defer("dead.example", new Lane(true, ""), now.plusSeconds(60), "refused"))
                .isEqualTo(1);
        queue.settle(lease, List.of(new Settlement.Retry(0, now.plusSeconds(60), true, "refused", false)));

        assertThat(attemptsWaiting("dead.example")).containsExactly(1, 1);
        assertThat(queue.backlog("dead.example").inDelivery()).isZero();
        assertThat(queue.backlog("dead.example").waiting()).isEqualTo(2);
    }

    @Test
    void retry_now_opens_what_a_shared_failure_held_back() throws IOException {
        accept("x", "a@dead.example", "b@dead.example");
        queue.defer("dead.example", new Lane(true, ""), now.plusSeconds(3600), "refused");

        assertThat(queue.retryNow("dead.example")).isEqualTo(2);
        assertThat(queue.lease("dead.example", 10, now)).hasSize(1);
    }

    @Test
    void a_failure_of_one_mail_direction_leaves_the_other_due() throws IOException {
        accept("x", "a@mixed.example");
        long mid = queue.nextMid();
        queue.accept(new NewMessage(
                mid,
                new Envelope("s@from.example", false, false, false, "", "", "test"),
                List.of(new NewMessage.Recipient(MailAddress.parse("b@mixed.example"), "", "")),
                new byte[] {'x', '\r', '\n'},
                now));

        queue.defer("mixed.example", new Lane(true, ""), now.plusSeconds(60), "DANE FAIL");

        assertThat(queue.due(now, 10)).containsExactly("mixed.example");
        assertThat(queue.lease("mixed.example", 10, now))
                .singleElement()
                .satisfies(d -> assertThat(d.mid()).isEqualTo(mid));
        assertThat(queue.backlog("mixed.example").activeRecipients()).isEqualTo(2);
        assertThat(queue.waiting("mixed.example", 10)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Envelope.Signing.class)
    void a_restart_keeps_how_a_message_is_signed(Envelope.Signing signing) throws IOException {
        Envelope envelope = new Envelope(
                "s@from.example",
                true,
                true,
                true,
                "HDRS",
                "id",
                "test",
                "Loop",
                TlsTag.REQUIRETLS_IF_OFFERED,
                signing,
                signing == Envelope.Signing.SENDER);
        queue.accept(new NewMessage(
                queue.nextMid(),
                envelope,
                List.of(new NewMessage.Recipient(MailAddress.parse("b@kept.example"), "", "")),
                new byte[] {'x', '\r', '\n'},
                now));
        reopen();

        assertThat(queue.lease("kept.example", 10, now))
                .singleElement()
                .satisfies(lease -> assertThat(lease.envelope()).isEqualTo(envelope));
    }

    @Test
    void messages_at_the_end_of_their_time_or_attempts_are_leased_even_while_held_back() throws IOException {
        Instant start = now;
        accept("old", "a@dead.example");
        now = start.plusSeconds(100);
        accept("young", "b@dead.example");
        queue.defer("dead.example", new Lane(true, ""), now.plusSeconds(600), "refused");

        List<QueuedDelivery> old = queue.leaseSpent("dead.example", new Lane(true, ""), start, 5, 10);
        assertThat(old).hasSize(1);
        assertThat(old.getFirst().recipients().getFirst().attempts()).isEqualTo(1);
        queue.settle(old.getFirst(), List.of(new Settlement.Done(0)));
        assertThat(queue.leaseSpent("dead.example", new Lane(true, ""), start, 5, 10))
                .isEmpty();
        assertThat(queue.leaseSpent("dead.example", new Lane(true, ""), Instant.MIN, 1, 10))
                .hasSize(1);
    }

    @Test
    void a_pause_holds_mail_back_without_an_attempt() throws IOException {
        accept("x", "a@one.example");

        queue.pause("one.example", now.plusSeconds(5));

        assertThat(queue.due(now, 10)).isEmpty();
        now = now.plusSeconds(5);
        assertThat(queue.lease("one.example", 1, now)
                        .getFirst()
                        .recipients()
                        .getFirst()
                        .attempts())
                .isZero();
    }

    private List<Integer> attemptsWaiting(String destination) {
        return queue.waiting(destination, 10).stream()
                .flatMap(d -> d.recipients().stream())
                .map(p -> p.attempts())
                .toList();
    }

    @Test
    void many_senders_at_once_lose_nothing() throws Exception {
        ConcurrentLinkedQueue<Long> accepted = new ConcurrentLinkedQueue<>();
        List<Thread> senders = new ArrayList<>();
        for (int s = 0; s < 20; s++) {
            String to = "a@d" + s + ".example";
            senders.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 50; i++) {
                    try {
                        accepted.add(accept("x", to));
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            }));
        }
        for (Thread sender : senders) {
            sender.join();
        }
        reopen();

        assertThat(accepted).hasSize(1000).doesNotHaveDuplicates();
        assertThat(queue.backlogs().values().stream()
                        .mapToInt(Backlog::activeRecipients)
                        .sum())
                .isEqualTo(1000);
    }

    void reopen() throws IOException {
        queue.close();
        queue = open(() -> now);
    }

    long accept(String text, String... recipients) throws IOException {
        long mid = queue.nextMid();
        queue.accept(new NewMessage(
                mid,
                new Envelope("s@from.example", true, false, false, "", "", "test"),
                Arrays.stream(recipients)
                        .map(r -> new NewMessage.Recipient(MailAddress.parse(r), "", ""))
                        .toList(),
                ("Subject: t\r\n\r\n" + text + "\r\n").getBytes(StandardCharsets.US_ASCII),
                now));
        return mid;
    }
}
