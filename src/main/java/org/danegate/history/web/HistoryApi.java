package org.danegate.history.web;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.danegate.address.DomainName;
import org.danegate.history.Figure;
import org.danegate.history.Figures;
import org.danegate.history.History;
import org.danegate.history.HistoryRange;
import org.danegate.history.Slice;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Figures over time for scripts.
@RestController
class HistoryApi {

    private final History history;
    private final InstantSource clock;

    HistoryApi(History history, InstantSource clock) {
        this.history = history;
        this.clock = clock;
    }

    /// Figures of each step of a range.
    ///
    /// @param from begin of the first step
    /// @param step length of a step, in ISO 8601 such as `PT15M`
    /// @param series the values by figure, oldest first
    public record Answer(Instant from, Instant to, String step, Map<String, List<Long>> series) {}

    /// @param series names of figures, separated by commas
    /// @param destination empty for the total
    /// @param from ISO 8601; empty for 24 hours before the end
    /// @param to ISO 8601; empty for now
    /// @param step ISO 8601; empty for 15 minutes
    @GetMapping("/api/v1/history")
    Answer series(
            @RequestParam List<String> series,
            @RequestParam(defaultValue = "") String destination,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "PT15M") String step) {
        List<Figure> figures = series.stream().map(HistoryApi::figure).toList();
        HistoryRange range = range(from, to, step);
        SequencedMap<Instant, Figures> found = history.series(destination(destination), range);
        Map<String, List<Long>> values = new LinkedHashMap<>();
        for (Figure figure : figures) {
            values.put(
                    figure.key(),
                    found.values().stream().map(part -> part.get(figure)).toList());
        }
        return new Answer(range.from(), range.to(), range.step().toString(), values);
    }

    private HistoryRange range(String from, String to, String step) {
        try {
            Instant end = to.isEmpty() ? clock.instant() : Instant.parse(to);
            Instant begin = from.isEmpty() ? end.minus(Duration.ofDays(1)) : Instant.parse(from);
            return new HistoryRange(begin, end, Duration.parse(step));
        } catch (DateTimeException e) {
            throw problem("from and to are times such as 2026-03-01T00:00:00Z, step is a duration such as PT15M.");
        } catch (IllegalArgumentException e) {
            throw problem(String.valueOf(e.getMessage()));
        }
    }

    private static String destination(String text) {
        if (text.isEmpty()) {
            return Slice.TOTAL;
        }
        try {
            return text.startsWith("[")
                    ? text.toLowerCase(Locale.ROOT)
                    : DomainName.parse(text).ascii();
        } catch (IllegalArgumentException e) {
            throw problem("The destination is a domain or an address literal.");
        }
    }

    private static Figure figure(String key) {
        return Figure.ofKey(key)
                .orElseThrow(() -> problem("series is a list of: "
                        + String.join(
                                ", ",
                                List.of(Figure.values()).stream()
                                        .map(Figure::key)
                                        .toList())));
    }

    private static ErrorResponseException problem(String detail) {
        return new ErrorResponseException(
                HttpStatus.BAD_REQUEST, ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail), null);
    }
}
