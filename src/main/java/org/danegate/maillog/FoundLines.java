package org.danegate.maillog;

import java.util.List;

/// What a search found.
///
/// @param lines the newest found lines with their context, oldest first
/// @param matches how many lines were found in all, shown or not; -1 when they were not counted
/// @param shown how many of the lines shown are found ones, the rest being context
public record FoundLines(List<Line> lines, long matches, int shown) {

    public FoundLines {
        lines = List.copyOf(lines);
    }

    /// A line shown.
    ///
    /// @param found false for a line of context
    /// @param apart true when lines were left out before this one
    public record Line(String text, boolean found, boolean apart) {}

    /// The lines' texts, each with a line end.
    public String text() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.text()).append('\n'));
        return text.toString();
    }
}
