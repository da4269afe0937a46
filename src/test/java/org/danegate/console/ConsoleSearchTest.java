package org.danegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.danegate.console.ConsoleSearch.Answer;
import org.danegate.console.SearchHit.Certainty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;

/// When the search opens a page, when it lists, and what it does when a room fails.
class ConsoleSearchTest {

    private static final Authentication READER = new TestingAuthenticationToken("carla", "", "ROLE_READ_ONLY_OPERATOR");

    private static SearchGroup group(String kind, Certainty... hits) {
        return SearchGroup.of(
                kind,
                IntStream.range(0, hits.length)
                        .mapToObj(i -> new SearchHit(kind + i, "", "/monitor/" + kind + "/" + i, hits[i]))
                        .toList());
    }

    private static Answer decide(SearchGroup... groups) {
        return ConsoleSearch.decide(List.of(groups), true);
    }

    @Test
    void the_only_certain_hit_is_opened_however_many_others_there_are() {
        assertThat(decide(
                        group("a", Certainty.PART, Certainty.EXACT, Certainty.PART),
                        group("b", Certainty.PART, Certainty.UNPROVEN)))
                .isEqualTo(new Answer.Opens("/monitor/a/1"));
    }

    @Test
    void two_certain_hits_are_listed_the_certain_ones_first() {
        assertThat(decide(group("a", Certainty.UNPROVEN, Certainty.PART, Certainty.EXACT), group("b", Certainty.EXACT)))
                .isInstanceOfSatisfying(Answer.Lists.class, lists -> {
                    assertThat(lists.shown()).isEqualTo(4);
                    assertThat(lists.groups().getFirst().hits())
                            .extracting(SearchHit::title)
                            .containsExactly("a2", "a1", "a0");
                });
    }

    @Test
    void a_hit_that_only_its_page_can_prove_is_opened_when_there_is_nothing_else() {
        assertThat(decide(group("a", Certainty.UNPROVEN))).isEqualTo(new Answer.Opens("/monitor/a/0"));
        assertThat(decide(group("a", Certainty.UNPROVEN, Certainty.PART))).isInstanceOf(Answer.Lists.class);
        assertThat(decide(group("a", Certainty.UNPROVEN), group("b", Certainty.UNPROVEN)))
                .isInstanceOf(Answer.Lists.class);
    }

    @Test
    void a_name_that_other_hits_contain_is_listed_with_them() {
        assertThat(decide(group("a", Certainty.NAMED))).isEqualTo(new Answer.Opens("/monitor/a/0"));
        assertThat(decide(group("a", Certainty.NAMED), group("b", Certainty.PART)))
                .isInstanceOf(Answer.Lists.class);
    }

    @ParameterizedTest
    @EnumSource(Certainty.class)
    void an_incomplete_search_lists_what_it_found(Certainty certainty) {
        assertThat(ConsoleSearch.decide(List.of(group("a", certainty)), false))
                .isInstanceOfSatisfying(Answer.Lists.class, lists -> {
                    assertThat(lists.shown()).isEqualTo(1);
                    assertThat(lists.complete()).isFalse();
                });
    }

    @Test
    void a_single_related_hit_is_not_opened_unasked() {
        assertThat(decide(group("a", Certainty.PART))).isInstanceOf(Answer.Lists.class);
    }

    @Test
    void what_rooms_find_of_one_kind_is_one_group_of_ten() {
        Certainty[] eight = new Certainty[8];
        Arrays.fill(eight, Certainty.PART);
        Answer answer = search(words -> List.of(group("acts", eight)), words -> List.of(group("acts", eight)));

        assertThat(answer).isInstanceOfSatisfying(Answer.Lists.class, lists -> {
            assertThat(lists.groups()).hasSize(1);
            assertThat(lists.groups().getFirst().hits()).hasSize(10);
            assertThat(lists.groups().getFirst().more()).isTrue();
        });
    }

    @Test
    void a_room_that_fails_does_not_take_the_others_hits_away() {
        Answer answer = search(
                words -> {
                    throw new IllegalStateException("the index is gone");
                },
                words -> List.of(group("a", Certainty.PART)));

        assertThat(answer).isInstanceOfSatisfying(Answer.Lists.class, lists -> {
            assertThat(lists.complete()).isFalse();
            assertThat(lists.shown()).isEqualTo(1);
        });
    }

    @Test
    void a_room_that_found_nothing_in_its_time_is_not_taken_for_one_that_has_nothing() {
        Answer answer = search(words -> List.of(new SearchGroup("a", "", List.of(), true)));

        assertThat(answer).isEqualTo(new Answer.Lists(List.of(), false));
    }

    private static Answer search(SearchTarget... targets) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        for (int i = 0; i < targets.length; i++) {
            beans.addBean("target" + i, targets[i]);
        }
        StaticListableBeanFactory none = new StaticListableBeanFactory();
        FrameUsers users = new FrameUsers(new StaticMessageSource(), none.getBeanProvider(RoleHierarchy.class));
        return new ConsoleSearch(beans.getBeanProvider(SearchTarget.class), users).find(SearchWords.of("a"), READER);
    }
}
