package org.danegate.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Which of the hits the search suggests while somebody types.
class SuggestionsTest {

    @Test
    void each_group_has_a_suggestion_before_another_has_two() {
        ConsoleSearch.Answer.Lists hits =
                new ConsoleSearch.Answer.Lists(List.of(group("many", 10), group("one", 1), group("few", 4)), true);

        assertThat(hits.best(10))
                .extracting(SearchGroup::kind, group -> group.hits().size(), SearchGroup::more)
                .containsExactly(tuple("many", 5, true), tuple("one", 1, false), tuple("few", 4, false));
        assertThat(hits.best(2)).extracting(SearchGroup::kind).containsExactly("many", "one");
        assertThat(hits.best(100)).isEqualTo(hits.groups());
    }

    @Test
    void nothing_found_suggests_nothing() {
        assertThat(ConsoleSearch.Answer.Lists.NONE.best(10)).isEmpty();
    }

    private static SearchGroup group(String kind, int size) {
        return SearchGroup.of(
                kind,
                IntStream.range(0, size)
                        .mapToObj(i -> new SearchHit(kind + i, "", "/" + kind, SearchHit.Certainty.PART))
                        .toList());
    }
}
