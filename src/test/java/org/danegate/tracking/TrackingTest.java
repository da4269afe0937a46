package org.danegate.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.danegate.address.MailAddress;
import org.danegate.dane.DaneAction;
import org.danegate.dane.Evidence;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DkimSignature;
import org.danegate.event.Lane;
import org.danegate.event.Trouble;
import org.danegate.monitor.DaneResult;
import org.danegate.policy.DaneSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a help desk asks: did it arrive, when, over what, and why not.
class TrackingTest {

    private static final Instant BEGIN = Instant.parse("2026-03-01T23:30:00Z");
    private static final Trouble LATER = new Trouble("451", "4.7.0", "later", List.of("come back later"), false);

    @TempDir
    private Path folder;

    private Instant now = BEGIN;
    private TrackingStore store;
    private TrackingReader reader;
    private Tracking tracking;

    TrackingTest() {}

    private void open() {
        store = new TrackingStore(folder, 30, 1 << 30);
        reader = new TrackingReader(store);
        tracking = new Tracking(store, reader);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void accepted(long mid, String from, String subject, String... to) {
        reader.on(new DeliveryEvent.MessageStarted(now, mid, 1, from));
        for (int rid = 0; rid < to.length; rid++) {
            reader.on(new DeliveryEvent.RecipientAdded(now, mid, 1, rid, MailAddress.parse(to[rid])));
        }
        reader.on(new DeliveryEvent.MessageQueued(now, mid, 1, from, 2048, "<m" + mid + "@sender.test>", subject));
    }

    private void delivered(long mid, int rid, String destination, boolean dane) throws UnknownHostException {
        InetAddress host = InetAddress.getByName("192.0.2.7");
        reader.on(new DeliveryEvent.ConnectionOpened(now, 40 + mid, destination, "mx." + destination, host, host, 25));
        reader.on(new DeliveryEvent.TlsSucceeded(
                now, 40 + mid, destination, "mx." + destination, "TLSv1.3", "TLS_AES_256_GCM_SHA384", dane));
        reader.on(new DeliveryEvent.RecipientDelivered(
                now, 40 + mid, mid, rid, destination, "250 2.0.0 queued as X" + mid, Duration.ofMillis(80)));
    }

    @Test
    @Tag("G-20")
    void signatures_are_in_the_story_and_found() {
        open();
        accepted(12, "ana@sender.test", "signed", "bob@a.test");
        reader.on(new DeliveryEvent.MessageSigned(
                now, 12, "main", "ana@sender.test", List.of(new DkimSignature("sender.test", "s1", "rsa-sha256"))));
        bounced(12, 0, "a.test");
        accepted(13, "ana@sender.test", "unsigned", "bob@a.test");
        reader.on(DeliveryEvent.MessageSigned.not(now, 13, "signing key 'k' does not exist", true));
        reader.flush();

        assertThat(tracking.story(12).orElseThrow().found().events())
                .extracting(TrackedEvent::kind, TrackedEvent::text)
                .contains(tuple(TrackedEvent.Kind.SIGNED, "main: d=sender.test s=s1 a=rsa-sha256"));
        assertThat(tracking.story(13).orElseThrow().found().events())
                .extracting(TrackedEvent::kind, TrackedEvent::text)
                .containsExactly(tuple(TrackedEvent.Kind.NOT_SIGNED, "signing key 'k' does not exist"));
        assertThat(tracking.story(12).orElseThrow().found().finished()).isTrue();
        assertThat(tracking.search(by("outcome", "SIGNED")).messages())
                .extracting(found -> found.message().mid())
                .containsExactly(12L);
        assertThat(tracking.search(by("outcome", "NOT_SIGNED")).messages())
                .extracting(found -> found.message().mid())
                .containsExactly(13L);
    }

    private void bounced(long mid, int rid, String destination) {
        reader.on(new DeliveryEvent.RecipientBounced(now, 9, mid, rid, destination, LATER, true));
    }

    private static TrackingQuery query() {
        return new TrackingQuery(
                "", "", "", 0, "", "", null, null, Instant.EPOCH, Instant.parse("2099-01-01T00:00:00Z"), 100, null);
    }

    private static TrackingQuery by(String field, String value) {
        TrackingQuery q = query();
        return new TrackingQuery(
                field.equals("sender") ? value : "",
                field.equals("recipient") ? value : "",
                field.equals("subject") ? value : "",
                field.equals("mid") ? Long.parseLong(value) : 0,
                field.equals("messageId") ? value : "",
                field.equals("destination") ? value : "",
                field.equals("outcome") ? TrackedEvent.Kind.valueOf(value) : null,
                field.equals("dane") ? DaneResult.valueOf(value) : null,
                q.from(),
                q.to(),
                q.limit(),
                null);
    }

    private List<Long> mids(TrackingQuery query) {
        return tracking.search(query).messages().stream()
                .map(found -> found.message().mid())
                .toList();
    }

    private void threeMessages() throws UnknownHostException {
        open();
        accepted(12, "ana@sender.test", "Invoice 4711 for March", "bob@a.test");
        delivered(12, 0, "a.test", true);
        reader.on(new DeliveryEvent.MessageFinished(now, 12));
        now = now.plusSeconds(60);
        accepted(1268, "Ana.Two@sender.test", "Re: Contract", "carla@a.test", "dora@b.test");
        delivered(1268, 0, "a.test", false);
        now = now.plus(Duration.ofHours(2));
        accepted(1300, "", "Undeliverable", "zoe@b.test");
        reader.flush(now.plusSeconds(5));
        bounced(1268, 1, "b.test");
        reader.flush();
    }

    @ParameterizedTest
    @CsvSource({
        "sender, ana@sender.test, 12",
        "sender, ana, 1268 12",
        "sender, ANA.TWO@sender.test, 1268",
        "sender, @sender.test, 1268 12",
        "sender, sender.test, 1268 12",
        "recipient, dora@b.test, 1268",
        "recipient, b.test, 1300 1268",
        "recipient, nobody@b.test, ''",
        "subject, invoice, 12",
        "subject, INVOICE 4711, 12",
        "subject, contr, 1268",
        "mid, 12, 12",
        "mid, 126, ''",
        "messageId, <m1268@sender.test>, 1268",
        "messageId, m1268@sender.test, 1268",
        "destination, a.test, 1268 12",
        "outcome, DELIVERED, 1268 12",
        "outcome, EXPIRED, 1268",
        "outcome, HARD_BOUNCED, ''",
        "dane, SUCCESS, 12",
    })
    void a_message_is_found_by_what_a_caller_knows(String field, String value, String expected) throws Exception {
        threeMessages();
        List<Long> wanted = Stream.of(expected.split(" "))
                .filter(mid -> !mid.isEmpty())
                .map(Long::parseLong)
                .toList();
        assertThat(mids(by(field, value))).isEqualTo(wanted);
    }

    @Test
    void the_story_names_every_attempt_also_those_made_for_the_whole_destination() throws Exception {
        open();
        accepted(5, "ana@sender.test", "Hello", "bob@a.test");
        reader.flush(now.plusSeconds(10));
        now = now.plusSeconds(20);
        attempt("a.test", "no answer");
        reader.on(new DeliveryEvent.RecipientsDeferred(now, "a.test", Lane.PLAIN, 40, LATER, now.plusSeconds(60)));
        reader.on(new DeliveryEvent.RecipientsDeferred(now, "b.test", Lane.PLAIN, 40, LATER, now.plusSeconds(60)));
        now = now.plus(Duration.ofHours(3));
        delivered(5, 0, "a.test", true);
        reader.flush();
        now = now.plusSeconds(30);
        attempt("a.test", "of others");

        Story story = tracking.story(5).orElseThrow();
        assertThat(story.found().finished()).isTrue();
        TrackedEvent end = story.found().events().getLast();
        assertThat(end.kind()).isEqualTo(TrackedEvent.Kind.DELIVERED);
        assertThat(end.text()).isEqualTo("250 2.0.0 queued as X5");
        assertThat(end.via())
                .isEqualTo(new TrackedEvent.Via(
                        45, "mx.a.test", "192.0.2.7 port 25", "TLSv1.3 TLS_AES_256_GCM_SHA384", true));
        assertThat(story.attempts())
                .extracting(TrackedEvent::kind)
                .containsExactly(TrackedEvent.Kind.ATTEMPT, TrackedEvent.Kind.DEFERRED);
        assertThat(story.attempts().getFirst().text()).contains("DANE Fail: no answer");
        assertThat(story.attempts())
                .as("the reason of a 451, as Delivery Status says it")
                .extracting(TrackedEvent::reason)
                .containsExactly("TRY_LATER", "TRY_LATER");
        assertThat(end.reason()).isNull();
        assertThat(tracking.story(6)).isEmpty();
    }

    private void attempt(String destination, String reason) {
        Evidence evidence = new Evidence(
                destination, DaneSupport.MANDATORY, null, null, List.of(), DaneAction.DANE_FAIL, reason, now);
        reader.on(new DeliveryEvent.AttemptEnded(now, destination, Lane.PLAIN, 1, evidence, LATER));
    }

    @Test
    void pages_follow_each_other_without_gaps_and_repetitions_also_within_a_millisecond() {
        open();
        for (long mid = 1; mid <= 250; mid++) {
            now = mid % 50 == 0 ? now.plus(Duration.ofHours(7)) : now;
            accepted(mid, "ana@sender.test", "n " + mid, "bob@a.test");
        }
        List<Long> all = new ArrayList<>();
        TrackingQuery.After after = null;
        List<FoundMessage> page;
        do {
            page = tracking.search(new TrackingQuery(
                            "",
                            "",
                            "",
                            0,
                            "",
                            "",
                            null,
                            null,
                            Instant.EPOCH,
                            Instant.parse("2099-01-01T00:00:00Z"),
                            30,
                            after))
                    .messages();
            page.forEach(found -> all.add(found.message().mid()));
            after = page.isEmpty()
                    ? null
                    : TrackingQuery.After.of(new TrackingQuery.After(
                                    page.getLast().message().receivedAt(),
                                    page.getLast().message().mid())
                            .text());
        } while (!page.isEmpty());
        assertThat(all).hasSize(250).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    @Test
    void what_was_committed_is_there_after_the_process_was_killed() throws Exception {
        threeMessages();
        store.commit(now);
        Path copy = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-killed"));
        org.springframework.util.FileSystemUtils.copyRecursively(folder, copy);
        try (Stream<Path> files = Files.walk(copy)) {
            files.filter(file -> file.getFileName().toString().equals("write.lock"))
                    .forEach(file -> file.toFile().delete());
        }
        TrackingStore again = new TrackingStore(copy, 30, 1 << 30);
        assertThat(new Tracking(again, new TrackingReader(again))
                        .search(by("mid", "1268"))
                        .messages())
                .singleElement()
                .satisfies(found -> assertThat(found.latest().get(1).kind()).isEqualTo(TrackedEvent.Kind.EXPIRED));
        again.close();
    }

    @Test
    void a_copy_made_while_it_is_written_has_every_day_and_can_be_searched() throws Exception {
        threeMessages();
        store.commit(now);
        Path copy = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-copy"));
        store.copy(copy);
        threeMessages();
        store.commit(now);
        store.forget(BEGIN.plus(Duration.ofDays(400)));
        assertThat(folder.toFile().list()).isEmpty();

        TrackingStore again = new TrackingStore(copy, 30, 1 << 30);
        Tracking copied = new Tracking(again, new TrackingReader(again));
        assertThat(copied.search(by("mid", "1268")).messages()).hasSize(1);
        assertThat(copied.search(query()).messages()).hasSize(3);
        again.close();

        Path second = folder.resolveSibling(folder.getFileName() + "-second");
        TrackingCopies.standing(copy).into(second);
        TrackingStore third = new TrackingStore(second, 30, 1 << 30);
        assertThat(new Tracking(third, new TrackingReader(third))
                        .search(query())
                        .messages())
                .hasSize(3);
        third.close();
    }

    @Test
    void days_past_their_time_are_deleted_and_so_are_the_oldest_ones_that_take_too_much_space() throws Exception {
        threeMessages();
        store.commit(now);
        store.forget(BEGIN.plus(Duration.ofDays(31)));
        assertThat(mids(query())).containsExactly(1300L);
        store.close();
        store = new TrackingStore(folder, 30, 10);
        store.forget(BEGIN.plus(Duration.ofHours(3)));
        assertThat(folder.toFile().list()).hasSize(1);
        store.forget(BEGIN.plus(Duration.ofDays(3)));
        assertThat(folder.toFile().list()).isEmpty();
    }
}
