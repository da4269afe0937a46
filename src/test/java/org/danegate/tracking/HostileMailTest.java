package org.danegate.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.danegate.address.MailAddress;
import org.danegate.address.OutsideText;
import org.danegate.event.DeliveryEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What strangers put into mail, and what goes wrong around it, costs no other message its tracking.
class HostileMailTest {

    private static final int LONG = 100_000;
    private static final String[] BOB = {"bob@a.test"};

    @TempDir
    private Path folder;

    private TrackingRoom room;

    HostileMailTest() {}

    @BeforeEach
    void open() {
        room = new TrackingRoom(folder);
    }

    @AfterEach
    void close() {
        room.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<%s@sender.test>", "%s", "<%s", "  <%s>  "})
    void a_message_id_of_100_000_characters_is_tracked_and_found(String form) {
        String id = String.format(form, "a".repeat(LONG));
        room.accepted(1, "ana@sender.test", "Before", BOB);
        room.accepted(2, "ana@sender.test", "Long", id, BOB);
        room.accepted(3, "ana@sender.test", "After", BOB);

        assertThat(room.mids(TrackingRoom.all())).containsExactly(3L, 2L, 1L);
        assertThat(room.mids(TrackingRoom.messageId(id))).containsExactly(2L);
        String shown = room.tracking.story(2).orElseThrow().found().message().messageId();
        assertThat(shown).hasSizeLessThan(1100);
        assertThat(room.mids(TrackingRoom.messageId(shown))).as("as shown").containsExactly(2L);
        assertThat(room.mids(TrackingRoom.messageId(id.strip().substring(0, 990))))
                .as("as cut by a form")
                .containsExactly(2L);
    }

    @Test
    void a_subject_of_100_000_characters_is_cut_and_found_by_its_first_words() {
        room.accepted(1, "ana@sender.test", "Invoice " + "x".repeat(LONG), BOB);
        room.accepted(2, "ana@sender.test", "Invoice " + "word ".repeat(LONG / 5), BOB);
        assertThat(room.mids(TrackingRoom.subject("invoice"))).containsExactly(2L, 1L);
        assertThat(room.mids(TrackingRoom.subject("invoice xxx"))).containsExactly(1L);
        assertThat(room.search(TrackingRoom.all()).messages())
                .extracting(found -> found.message().subject())
                .allSatisfy(subject -> assertThat(subject).hasSizeLessThan(1100).endsWith("more characters"));
    }

    @Test
    void text_that_turns_its_direction_or_ends_a_line_is_harmless() {
        room.accepted(1, "ana@sender.test", "gpj.\u202Eexe\r\nSubject: other\u0000\uD800", "<\u202Ea@b>\n", BOB);
        room.delivered(1, 0, "a.test", "250 ok\u202Eko\n250 next\u0007");
        FoundMessage found = room.search(TrackingRoom.all()).messages().getFirst();
        assertThat(found.message().subject()).isEqualTo("gpj.?exe??Subject: other??");
        assertThat(OutsideText.isHarmless(found.message().messageId())).isTrue();
        assertThat(found.events().getFirst().text()).isEqualTo("250 ok?ko\n250 next?");
        assertThat(room.mids(TrackingRoom.messageId("<\u202Ea@b>"))).containsExactly(1L);
    }

    @Test
    void a_reply_of_10_megabytes_is_cut() {
        room.accepted(1, "ana@sender.test", "Hello", BOB);
        room.delivered(1, 0, "a.test", "250 " + "y".repeat(10 << 20));
        assertThat(room.search(TrackingRoom.all()).messages().getFirst().events())
                .singleElement()
                .satisfies(
                        event -> assertThat(event.text()).startsWith("250 yyy").hasSizeLessThan(9000));
    }

    @Test
    void a_sender_and_a_destination_of_100_000_characters_are_tracked() {
        String sender = "s".repeat(LONG) + "@sender.test";
        room.accepted(1, sender, "Hello", BOB);
        room.deferred("d".repeat(LONG));
        room.accepted(2, "ana@sender.test", "Hello", BOB);
        assertThat(room.mids(TrackingRoom.all())).containsExactly(2L, 1L);
        assertThat(room.mids(TrackingRoom.from(sender))).containsExactly(1L);
    }

    @Test
    void mail_without_a_sender_is_found() {
        room.accepted(1, "", "Undeliverable", BOB);
        room.accepted(2, "ana@sender.test", "Hello", BOB);
        assertThat(room.mids(TrackingRoom.from("<>"))).containsExactly(1L);
        assertThat(room.mids(TrackingRoom.from("<ana@sender.test>"))).containsExactly(2L);
    }

    @Test
    void a_message_with_1000_recipients_is_found_by_the_last_one_and_delivered_to_each() {
        String[] all = IntStream.range(0, 1000)
                .mapToObj(i -> "r" + i + "@d" + i + ".test")
                .toArray(String[]::new);
        room.accepted(1, "ana@sender.test", "News", all);
        IntStream.range(0, 1000).forEach(rid -> room.delivered(1, rid, "d" + rid + ".test", "250 ok"));
        Story story = room.tracking.story(1).orElseThrow();
        assertThat(story.found().finished()).isTrue();
        assertThat(room.mids(new TrackingQuery(
                        "",
                        "r999@d999.test",
                        "",
                        0,
                        "",
                        "d999.test",
                        TrackedEvent.Kind.DELIVERED,
                        null,
                        TrackingRoom.BEGIN,
                        TrackingRoom.BEGIN.plusSeconds(1),
                        10,
                        null)))
                .containsExactly(1L);
    }

    @Test
    void an_answer_ends_before_it_has_millions_of_recipients_and_goes_on_on_the_next_page() {
        String[] many =
                IntStream.range(0, 5000).mapToObj(i -> "r" + i + "@a.test").toArray(String[]::new);
        for (long mid = 1; mid <= 14; mid++) {
            room.accepted(mid, "ana@sender.test", "News", many);
        }
        TrackingAnswer first = room.search(TrackingRoom.all());
        assertThat(first.messages()).hasSize(10);
        assertThat(first.next()).isNotNull();
        TrackingAnswer rest = room.search(new TrackingQuery(
                "",
                "",
                "",
                0,
                "",
                "",
                null,
                null,
                TrackingRoom.BEGIN,
                TrackingRoom.BEGIN.plusSeconds(9),
                100,
                first.next()));
        assertThat(rest.messages()).extracting(found -> found.message().mid()).containsExactly(4L, 3L, 2L, 1L);
        assertThat(rest.next()).isNull();
    }

    @Test
    void a_message_whose_recipients_were_lost_in_an_overload_has_a_story_and_the_others_keep_their_rids() {
        room.reader.on(new DeliveryEvent.MessageStarted(room.now, 1, 1, "ana@sender.test"));
        room.reader.on(new DeliveryEvent.MessageQueued(room.now, 1, 1, "ana@sender.test", 9, null, null));
        assertThat(room.tracking.story(1)).isPresent();
        room.reader.on(new DeliveryEvent.MessageStarted(room.now, 2, 1, "ana@sender.test"));
        room.reader.on(new DeliveryEvent.RecipientAdded(room.now, 2, 1, 1, MailAddress.parse("eva@b.test")));
        room.reader.on(new DeliveryEvent.MessageQueued(room.now, 2, 1, "ana@sender.test", 9, null, null));
        room.delivered(2, 1, "b.test", "250 ok");
        FoundMessage found = room.tracking.story(2).orElseThrow().found();
        assertThat(found.message().recipients()).containsExactly("?", "eva@b.test");
        assertThat(found.latest().get(1).kind()).isEqualTo(TrackedEvent.Kind.DELIVERED);
    }

    @Test
    void after_the_clock_is_set_back_messages_are_still_written_within_seconds() {
        room.accepted(1, "ana@sender.test", "Before", BOB);
        room.after(Duration.ofHours(-3));
        room.accepted(2, "ana@sender.test", "After", BOB);
        room.after(Duration.ofSeconds(3));
        room.reader.flush(room.now);
        Tracking other = new Tracking(room.store, new TrackingReader(room.store));
        assertThat(other.search(TrackingRoom.all()).messages())
                .extracting(found -> found.message().mid())
                .containsExactly(1L, 2L);
    }

    @Test
    void a_mid_that_is_used_again_keeps_the_events_of_both_messages_apart() {
        room.accepted(1, "ana@sender.test", "Old", BOB);
        room.reader.flush();
        room.after(Duration.ofSeconds(10));
        room.delayed(1, 0, "a.test");
        room.reader.flush();
        room.after(Duration.ofHours(40));
        room.accepted(1, "eva@sender.test", "New", BOB);
        room.reader.flush();
        room.after(Duration.ofSeconds(10));
        room.delivered(1, 0, "a.test", "250 ok");

        List<FoundMessage> both = room.search(TrackingRoom.all()).messages();
        assertThat(both)
                .extracting(
                        found -> found.message().subject(),
                        found -> found.events().stream().map(TrackedEvent::kind).toList())
                .containsExactly(
                        tuple("New", List.of(TrackedEvent.Kind.DELIVERED)),
                        tuple("Old", List.of(TrackedEvent.Kind.SOFT_BOUNCED)));
        assertThat(room.search(TrackingRoom.outcome(TrackedEvent.Kind.DELIVERED, 10, null))
                        .messages())
                .extracting(found -> found.message().subject())
                .containsExactly("New");
        assertThat(room.tracking.story(1).orElseThrow().found().message().subject())
                .isEqualTo("New");
    }
}
