package org.danegate.runs.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import org.danegate.console.Texts;
import org.danegate.runs.DomainResult;
import org.danegate.runs.Run;
import org.danegate.runs.Warning;
import org.danegate.verify.Verdict;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/// Runs and results in the reader's language.
@Component
class RunWords {

    private final Texts texts;

    RunWords(Texts texts) {
        this.texts = texts;
    }

    /// A run of the list, and the head of its page.
    ///
    /// @param kind style of the badge
    /// @param took empty while it is running
    public record RunLine(
            long id,
            String started,
            String scope,
            String by,
            String kind,
            String state,
            String took,
            Run.Tally tally) {}

    /// A result of the list.
    ///
    /// @param kind style of the badge
    /// @param change what it was before; null when that was the same or is not known
    public record ResultLine(
            String domain,
            String kind,
            String verdict,
            @Nullable String change,
            String reason,
            List<String> warnings,
            String at) {}

    RunLine of(Run run, Run.Tally tally) {
        String by = run.startedBy().equals(Run.SCHEDULE) ? texts.of("runs.schedule") : run.startedBy();
        return new RunLine(
                run.id(),
                time(run.startedAt()),
                texts.of("runs.scope.short." + run.scope(), run.days()),
                by,
                switch (run.state()) {
                    case RUNNING -> "wait";
                    case FINISHED -> "good";
                    case CANCELLED -> "unknown";
                    case ENDED_EARLY -> "warn";
                },
                texts.of("runs.state." + run.state()),
                run.endedAt() == null ? "" : span(Duration.between(run.startedAt(), run.endedAt())),
                tally);
    }

    ResultLine of(DomainResult result) {
        return new ResultLine(
                result.domain().ascii(),
                kind(result.verdict()),
                verdict(result.verdict()),
                was(result),
                result.reason().isEmpty() ? "—" : result.reason(),
                result.warnings().stream().map(this::warning).toList(),
                time(result.at()));
    }

    private @Nullable String was(DomainResult result) {
        DomainResult.Earlier earlier = result.earlier();
        return earlier != null && result.change().changed()
                ? texts.of("runs.was", verdict(earlier.verdict()), time(earlier.at()))
                : null;
    }

    private String warning(Warning warning) {
        Instant ends = warning.ends();
        return texts.of(warning.sentence(ends == null ? "" : warning.endsWithinHours() ? time(ends) : date(ends)));
    }

    private static String date(Instant time) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(LocaleContextHolder.getLocale())
                .format(time.atZone(ZoneId.systemDefault()));
    }

    String verdict(Verdict verdict) {
        return texts.of("runs.verdict." + verdict);
    }

    private static String kind(Verdict verdict) {
        return switch (verdict) {
            case DANE_SUCCESS -> "good";
            case DANE_FAILED -> "bad";
            case NOT_VERIFIED -> "unknown";
        };
    }

    private static String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 60) {
            return seconds + "\u00a0s";
        }
        return seconds < 3600 ? seconds / 60 + "\u00a0min" : seconds / 3600 + "\u00a0h";
    }

    private static String time(Instant time) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(LocaleContextHolder.getLocale())
                .format(time.atZone(ZoneId.systemDefault()));
    }
}
