package org.danegate.console;

import org.danegate.address.OutsideText;

/// A cell of a CSV file (RFC 4180) that opens as text and as nothing else: no spreadsheet runs it as a formula, and
/// nothing
/// in it hides or turns what is shown.
public final class CsvCell {

    /// What begins a formula, also in full width, and what spreadsheets pass over before they look.
    private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private CsvCell() {}

    /// In quotes where it needs them.
    public static String of(String text) {
        String safe = safe(text);
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\t') ? inQuotes(safe) : safe;
    }

    /// Always in quotes.
    public static String quoted(String text) {
        return inQuotes(safe(text));
    }

    private static String safe(String text) {
        String begin = text.stripLeading();
        boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0
                || !begin.isEmpty() && FORMULA.indexOf(begin.charAt(0)) >= 0;
        return (formula ? "'" : "") + OutsideText.lines(text);
    }

    private static String inQuotes(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
