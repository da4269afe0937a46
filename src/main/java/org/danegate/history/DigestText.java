package org.danegate.history;

import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.danegate.address.OutsideText;
import org.springframework.context.MessageSource;

/// The words of a digest.
final class DigestText {

    private static final int MOST = 10;

    private final MessageSource texts;
    private final Locale language;

    DigestText(MessageSource texts, Locale language) {
        this.texts = texts;
        this.language = language;
    }

    /// What a digest reports.
    ///
    /// @param total figures of the range
    /// @param destinations figures of the range for each destination
    /// @param fallbacks mail that went out without DANE
    record Content(
            HistoryRange range,
            Figures total,
            Map<String, Figures> destinations,
            List<FallbackLedger.Entry> fallbacks) {}

    /// The subject line.
    String subject(Content content, String hostname) {
        return text("history.digest.subject", hostname, day(content.range().to()));
    }

    /// The body, with CRLF line ends.
    ///
    /// @param files whether files are attached
    String body(Content content, String hostname, boolean files) {
        return Stream.of(
                        text(
                                "history.digest.intro",
                                hostname,
                                time(content.range().from()),
                                time(content.range().to())),
                        "",
                        totals(content.total()),
                        "",
                        top("history.digest.dane", content, figures -> figures.get(Figure.DANE_FAIL)),
                        top("history.digest.tls", content, figures -> figures.get(Figure.TLS_FAILED)),
                        top("history.digest.bounced", content, figures -> figures.get(Figure.HARD_BOUNCED)),
                        fallbacks(content.fallbacks()),
                        text(files ? "history.digest.files" : "history.digest.more"))
                .collect(Collectors.joining("\n"))
                .replace("\n", "\r\n");
    }

    private String totals(Figures total) {
        return Stream.of(
                        Figure.DELIVERED,
                        Figure.SOFT_BOUNCED,
                        Figure.HARD_BOUNCED,
                        Figure.ACTIVE_RECIPIENTS,
                        Figure.DANE_SUCCESS,
                        Figure.DANE_FALLBACK,
                        Figure.DANE_FAIL)
                .map(figure -> "  " + text("history.digest.figure." + figure.key()) + ": " + number(total.get(figure)))
                .collect(Collectors.joining("\n"));
    }

    private String top(String title, Content content, ToLongFunction<Figures> value) {
        String lines = content.destinations().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(Slice.OTHERS) && value.applyAsLong(entry.getValue()) > 0)
                .sorted(Comparator.comparingLong(
                        (Map.Entry<String, Figures> entry) -> -value.applyAsLong(entry.getValue())))
                .limit(MOST)
                .map(entry -> "  " + entry.getKey() + ": " + number(value.applyAsLong(entry.getValue())))
                .collect(Collectors.joining("\n"));
        return lines.isEmpty() ? "" : text(title) + "\n" + lines + "\n";
    }

    private String fallbacks(List<FallbackLedger.Entry> entries) {
        String lines = entries.stream()
                .limit(MOST)
                .map(entry -> "  " + entry.domain() + ": " + number(entry.recipients()) + " ("
                        + OutsideText.line(entry.cause()) + ")")
                .collect(Collectors.joining("\n"));
        return lines.isEmpty() ? "" : text("history.digest.fallback") + "\n" + lines + "\n";
    }

    private String text(String key, Object... places) {
        return texts.getMessage(key, places, language);
    }

    private String number(long number) {
        return NumberFormat.getIntegerInstance(language).format(number);
    }

    private String day(Instant time) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(language)
                .format(time.atZone(ZoneId.systemDefault()));
    }

    private String time(Instant time) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(language)
                .format(time.atZone(ZoneId.systemDefault()));
    }
}
