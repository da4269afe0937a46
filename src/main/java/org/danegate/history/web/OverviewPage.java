package org.danegate.history.web;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SequencedMap;
import org.danegate.console.Texts;
import org.danegate.history.Change;
import org.danegate.history.Changes;
import org.danegate.history.Figure;
import org.danegate.history.Figures;
import org.danegate.history.History;
import org.danegate.history.HistoryRange;
import org.danegate.history.Note;
import org.danegate.history.Slice;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Monitor > Overview, the home page.
@Controller
class OverviewPage {

    private final History history;
    private final Changes changes;
    private final OverviewTiles tiles;
    private final FirstSteps firstSteps;
    private final InstantSource clock;
    private final Texts texts;

    OverviewPage(
            History history,
            Changes changes,
            OverviewTiles tiles,
            FirstSteps firstSteps,
            InstantSource clock,
            Texts texts) {
        this.history = history;
        this.changes = changes;
        this.tiles = tiles;
        this.firstSteps = firstSteps;
        this.clock = clock;
        this.texts = texts;
    }

    /// A line of *What changed*.
    ///
    /// @param time when it happened; empty for what is seen over the whole range
    /// @param path page with the details
    public record Line(String kind, String text, String time, String path) {}

    @GetMapping("/monitor/overview")
    String show(@RequestParam(defaultValue = "24h") String range, Model model) {
        Instant now = clock.instant();
        HistoryRange shown = Spans.range(range, now);
        SequencedMap<Instant, Figures> series = history.series(Slice.TOTAL, shown);
        model.addAttribute("range", range);
        model.addAttribute("spans", HistoryRange.Span.values());
        model.addAttribute("now", now);
        model.addAttribute("tiles", tiles.now());
        model.addAttribute("charts", charts(series, shown, changes.commits(shown)));
        model.addAttribute("changes", changes.of(shown).stream().map(this::line).toList());
        model.addAttribute("firstSteps", firstSteps.left());
        return "history/overview";
    }

    private static List<Chart> charts(SequencedMap<Instant, Figures> series, HistoryRange range, List<Note> commits) {
        return List.of(
                Chart.of(
                        "deliveries",
                        Chart.Form.LINES,
                        List.of(Figure.DELIVERED, Figure.SOFT_BOUNCED, Figure.HARD_BOUNCED),
                        series,
                        range,
                        commits),
                Chart.of("active", Chart.Form.LINES, List.of(Figure.ACTIVE_RECIPIENTS), series, range, commits),
                Chart.of(
                        "dane",
                        Chart.Form.STACKED,
                        List.of(Figure.DANE_SUCCESS, Figure.DANE_FALLBACK, Figure.DANE_FAIL, Figure.DANE_WAITING),
                        series,
                        range,
                        commits),
                Chart.of(
                        "tls",
                        Chart.Form.STACKED,
                        List.of(Figure.TLS_1_3, Figure.TLS_1_2, Figure.CLEAR),
                        series,
                        range,
                        commits));
    }

    private Line line(Change change) {
        return switch (change) {
            case Change.NewlyFailing c ->
                new Line("bad", texts.of("history.change.failing", c.domain(), c.attempts()), "", path(c.domain()));
            case Change.NewlyFallingBack c ->
                new Line("warn", texts.of("history.change.fallback", c.domain(), c.attempts()), "", path(c.domain()));
            case Change.Noted c ->
                new Line(
                        c.note().kind() == Note.Kind.COMMIT ? "good" : "warn",
                        texts.of(c.note().wording()),
                        Shown.time(c.note().at()),
                        page(c.note()));
        };
    }

    private static String path(String domain) {
        return "/monitor/delivery-status/" + domain;
    }

    private static String page(Note note) {
        return switch (note.kind()) {
            case COMMIT -> "/system/revisions/" + note.about();
            case RESOLVER, TRUST_ANCHOR -> "/network/dns-status";
            case CERTIFICATE -> "/network/certificates";
            case LISTENER -> "/network/listeners";
        };
    }
}
