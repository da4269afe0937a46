package org.danegate.console;

import org.danegate.address.OutsideText;

/// A cell of a CSV file (RFC 4180) that opens only as text: no spreadsheet runs it as a formula, and nothing in it
/// hides or turns the shown text.
public final class CsvCell {

    /// Characters that begin a formula, also in full width, and characters that spreadsheets skip before they look
    /// for one.
    private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private CsvCell() {}

    /// The text, quoted if necessary.
    public static String of(String text) {
        String safe = safe(text);
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\t') ? inQuotes(safe) : safe;
    }

    /// The text, always quoted.
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
