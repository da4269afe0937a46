package org.danegate.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.danegate.event.Lane;
import org.danegate.event.TlsTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Searches end in time, and find what waits with its destination.
class TrackingSearchTest {

    private static final String ANA = "ana@sender.test";

    @TempDir
    private Path folder;

    private TrackingRoom room;

    TrackingSearchTest() {}

    private void open(Duration patience) {
        room = new TrackingRoom(folder, patience);
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void an_answer_says_whether_it_is_complete() {
        open(Tracking.PATIENCE);
        room.accepted(1, ANA, "Hello", "bob@a.test");
        assertThat(room.search(TrackingRoom.all()).complete()).isTrue();
        assertThat(room.tracking.story(1).orElseThrow().complete()).isTrue();
    }

    @Test
    void a_search_whose_time_is_up_ends_and_says_so() {
        open(Duration.ZERO);
        room.accepted(1, ANA, "Hello", "bob@a.test");
        TrackingAnswer answer = room.search(TrackingRoom.outcome(TrackedEvent.Kind.SOFT_BOUNCED, 10, null));
        assertThat(answer.complete()).isFalse();
        assertThat(answer.next()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "????", "*@*", "\"", "\\", "a\\", "\u0000", "[a-z]*", "(", "~", "AND OR NOT", "\u202E"})
    void signs_of_other_search_languages_are_plain_text(String text) {
        open(Tracking.PATIENCE);
        room.accepted(1, ANA, "Hello", "bob@a.test");
        for (TrackingQuery query : everywhere(text)) {
            TrackingAnswer answer = room.search(query);
            assertThat(answer.messages()).as("%s", query).isEmpty();
            assertThat(answer.complete()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "?", "a ", "é", "𝒳", "*a", "漢"})
    void text_of_10_000_characters_is_no_trouble(String piece) {
        open(Tracking.PATIENCE);
        room.accepted(1, ANA, "Hello", "bob@a.test");
        for (TrackingQuery query : everywhere(piece.repeat(10_000 / piece.length()))) {
            assertThat(room.search(query).messages()).isEmpty();
            assertThat(room.search(query).complete()).isTrue();
        }
    }

    private static List<TrackingQuery> everywhere(String text) {
        TrackingQuery all = TrackingRoom.all();
        return List.of(
                TrackingRoom.from(text),
                TrackingRoom.subject(text),
                TrackingRoom.messageId(text),
                new TrackingQuery("", text, "", 0, "", "", null, null, all.from(), all.to(), 10, null),
                new TrackingQuery("", "", "", 0, "", text, null, null, all.from(), all.to(), 10, null));
    }

    @Test
    void soft_bounced_finds_what_was_deferred_with_its_whole_destination_while_it_waited() {
        open(Tracking.PATIENCE);
        room.accepted(1, ANA, "delivered before", "bob@a.test");
        room.delivered(1, 0, "a.test", "250 ok");
        room.accepted(2, ANA, "waits, tried itself", "bob@a.test");
        room.delayed(2, 0, "a.test");
        room.accepted(3, ANA, "waits with the others", "bob@A.test");
        room.accepted(4, ANA, "for another destination", "bob@b.test");
        room.accepted(5, ANA, "one recipient waits with the others", "bob@b.test", "eva@a.test");
        room.reader.flush();
        room.after(Duration.ofHours(20));
        room.deferred("a.test");
        room.after(Duration.ofSeconds(5));
        room.accepted(6, ANA, "came after that", "bob@a.test");
        room.reader.flush();
        room.after(Duration.ofHours(20));
        room.delivered(3, 0, "a.test", "250 ok");
        room.delivered(4, 0, "b.test", "250 ok");
        room.deferred("b.test");

        assertThat(room.mids(TrackingRoom.outcome(TrackedEvent.Kind.SOFT_BOUNCED, 100, null)))
                .containsExactly(5L, 3L, 2L);
        assertThat(room.mids(TrackingRoom.outcome(TrackedEvent.Kind.DELIVERED, 100, null)))
                .containsExactly(4L, 3L, 1L);
    }

    @Test
    void a_trouble_of_another_lane_is_no_part_of_the_story() {
        Lane relayed = new Lane(true, "");
        Lane other = new Lane(true, "Second");
        open(Tracking.PATIENCE);
        room.acceptedIn(relayed, 1, "bob@a.test");
        room.acceptedIn(other, 2, "bob@a.test");
        room.acceptedIn(Lane.PLAIN, 3, "bob@a.test");
        room.reader.flush();
        room.after(Duration.ofMinutes(1));
        room.deferred("a.test", other);

        assertThat(room.mids(TrackingRoom.outcome(TrackedEvent.Kind.SOFT_BOUNCED, 100, null)))
                .containsExactly(2L);
        assertThat(room.tracking.story(2).orElseThrow().attempts()).hasSize(1);
        assertThat(room.tracking.story(1).orElseThrow().attempts()).isEmpty();
        assertThat(room.tracking.story(3).orElseThrow().attempts()).isEmpty();
    }

    @Test
    void pages_of_soft_bounced_messages_follow_each_other_also_where_few_of_the_waiting_ones_are() {
        open(Tracking.PATIENCE);
        List<Long> bounced = new ArrayList<>();
        for (long mid = 1; mid <= 900; mid++) {
            boolean late = mid % 9 == 0;
            room.accepted(mid, ANA, "n " + mid, late ? "bob@late.test" : "bob@fine.test");
            if (late) {
                bounced.addFirst(mid);
            }
            room.after(Duration.ofMinutes(2));
        }
        room.deferred("late.test");
        List<Long> found = new ArrayList<>();
        TrackingQuery.After after = null;
        do {
            TrackingAnswer page = room.search(TrackingRoom.outcome(TrackedEvent.Kind.SOFT_BOUNCED, 7, after));
            page.messages().forEach(message -> found.add(message.message().mid()));
            after = page.next();
        } while (after != null);
        assertThat(found).isEqualTo(bounced);
    }

    @Test
    void a_story_of_weeks_has_the_newest_attempts_and_says_that_there_were_more() {
        open(Tracking.PATIENCE);
        room.accepted(1, ANA, "Hello", "bob@a.test");
        for (int i = 0; i < 2500; i++) {
            room.after(Duration.ofMinutes(5));
            room.deferred("a.test");
        }
        Story story = room.tracking.story(1).orElseThrow();
        assertThat(story.complete()).isFalse();
        assertThat(story.attempts()).hasSize(2000).isSortedAccordingTo(Comparator.comparing(TrackedEvent::at));
        assertThat(story.attempts().getLast().at()).isEqualTo(room.now);
    }

    @Test
    @Tag("Q-02")
    void messages_are_found_by_what_they_ask_of_tls() {
        open(Tracking.PATIENCE);
        room.accepted(1, ANA, "Plain", "bob@a.test");
        room.acceptedIn(new Lane(true, "", TlsTag.REQUIRETLS), 2, "bob@a.test");
        room.acceptedIn(new Lane(true, "", TlsTag.REQUIRETLS_IF_OFFERED), 3, "bob@a.test");
        room.acceptedIn(new Lane(true, "", TlsTag.NOT_REQUIRED), 4, "bob@a.test");
        TrackingQuery all = TrackingRoom.all();
        assertThat(room.mids(asking(TlsTag.REQUIRETLS, all))).containsExactlyInAnyOrder(2L, 3L);
        TrackingAnswer waived = room.search(asking(TlsTag.NOT_REQUIRED, all));
        assertThat(waived.messages())
                .singleElement()
                .satisfies(m -> assertThat(m.message().lane().tls()).isEqualTo(TlsTag.NOT_REQUIRED));
    }

    private static TrackingQuery asking(TlsTag tag, TrackingQuery all) {
        return new TrackingQuery("", "", "", 0, "", "", null, null, tag, all.from(), all.to(), 10, null);
    }
}
