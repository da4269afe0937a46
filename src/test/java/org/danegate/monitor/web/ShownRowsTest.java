package org.danegate.monitor.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// An open page is sent what became otherwise, and everything where it is not known what it has.
class ShownRowsTest {

    private static final Ask ALL = Ask.of(Map.of("top", "all"));
    private static final Ask DOWN = Ask.of(Map.of("top", "all", "filter", "down"));

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    private final ShownRows shown = new ShownRows();

    @Test
    void only_rows_that_became_otherwise_are_sent() {
        ShownRows.Answer first = shown.all("page", ALL, List.of(line("a", "1"), line("b", "1"), line("c", "1")), NOW);
        assertThat(first.part()).isFalse();
        ShownRows.Answer next =
                shown.since("page", first.number(), ALL, List.of(line("a", "1"), line("b", "2"), line("c", "1")), NOW);
        assertThat(next.part()).isTrue();
        assertThat(next.lines()).containsExactly(line("b", "2"));
        assertThat(next.order()).isNull();
        assertThat(next.count()).isEqualTo(3);
        ShownRows.Answer quiet =
                shown.since("page", next.number(), ALL, List.of(line("a", "1"), line("b", "2"), line("c", "1")), NOW);
        assertThat(quiet.lines()).isEmpty();
    }

    @Test
    void rows_that_came_went_or_moved_are_told_by_the_order() {
        ShownRows.Answer first = shown.all("page", ALL, List.of(line("a", "1"), line("b", "1")), NOW);
        ShownRows.Answer next = shown.since("page", first.number(), ALL, List.of(line("n", "5"), line("a", "1")), NOW);
        assertThat(next.lines()).containsExactly(line("n", "5"));
        assertThat(next.order()).isEqualTo("n a");
    }

    @Test
    void everything_is_sent_where_it_is_not_known_what_the_page_has() {
        List<Line> lines = List.of(line("a", "1"), line("b", "1"));
        ShownRows.Answer first = shown.all("page", ALL, lines, NOW);
        assertThat(shown.since("another page", first.number(), ALL, lines, NOW).lines())
                .hasSize(2);
        ShownRows.Answer lost = shown.since("page", first.number(), ALL, lines, NOW);
        assertThat(lost.part()).isTrue();
        // That answer never arrived: the page still speaks of the first one.
        assertThat(shown.since("page", first.number(), ALL, lines, NOW).part()).isFalse();
        ShownRows.Answer third = shown.all("page", ALL, lines, NOW);
        assertThat(shown.since("page", third.number(), DOWN, lines, NOW).part()).isFalse();
        ShownRows.Answer empty = shown.all("page", ALL, List.of(), NOW);
        assertThat(shown.since("page", empty.number(), ALL, lines, NOW).lines()).hasSize(2);
    }

    @Test
    void seconds_that_count_down_are_sent_now_and_then_and_their_end_at_once() {
        ShownRows.Answer first = shown.all("page", ALL, List.of(counting("a", "in 40 s")), NOW);
        ShownRows.Answer soon =
                shown.since("page", first.number(), ALL, List.of(counting("a", "in 39 s")), NOW.plusSeconds(1));
        assertThat(soon.lines()).isEmpty();
        ShownRows.Answer later =
                shown.since("page", soon.number(), ALL, List.of(counting("a", "in 25 s")), NOW.plusSeconds(15));
        assertThat(later.lines()).hasSize(1);
        ShownRows.Answer end =
                shown.since("page", later.number(), ALL, List.of(counting("a", "now")), NOW.plusSeconds(16));
        assertThat(end.lines()).hasSize(1);
    }

    private static Line line(String domain, String active) {
        return row(domain, active, "—");
    }

    private static Line counting(String domain, String next) {
        return row(domain, "1", next);
    }

    private static Line row(String domain, String active, String next) {
        return new Line(
                domain,
                "",
                "up",
                "Up",
                active,
                "0",
                "0",
                "0",
                "0",
                "—",
                "null",
                next,
                "null",
                "—",
                "null",
                false,
                "good",
                "Success",
                "Opportunistic",
                "—",
                "",
                "—",
                null,
                null,
                new Sparkline("", ""));
    }
}
