package org.danegate.maillog;

import java.util.List;

/// The result of a search.
///
/// @param lines the newest found lines with their context, oldest first
/// @param matches total number of lines found, shown or not; -1 when they were not counted
/// @param shown how many of the shown lines are matches; the rest is context
public record FoundLines(List<Line> lines, long matches, int shown) {

    public FoundLines {
        lines = List.copyOf(lines);
    }

    /// A shown line.
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
