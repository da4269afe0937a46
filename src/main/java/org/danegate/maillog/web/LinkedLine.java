package org.danegate.maillog.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.maillog.FoundLines;

/// A log line whose ids are links.
///
/// @param found false for a line of context
/// @param apart true when lines were left out before this one
public record LinkedLine(List<Part> parts, boolean found, boolean apart) {

    private static final Pattern ID = Pattern.compile("\\b(MID|ICID|DCID):? ([1-9]\\d*)");

    public LinkedLine {
        parts = List.copyOf(parts);
    }

    /// A piece of text.
    ///
    /// @param id the target of its link, such as `MID 6`; empty for plain text
    public record Part(String text, String id) {}

    static LinkedLine of(FoundLines.Line line) {
        String text = line.text();
        List<Part> parts = new ArrayList<>();
        Matcher ids = ID.matcher(text);
        int at = 0;
        while (ids.find()) {
            parts.add(new Part(text.substring(at, ids.start()), ""));
            parts.add(new Part(ids.group(), ids.group(1) + " " + ids.group(2)));
            at = ids.end();
        }
        parts.add(new Part(text.substring(at) + "\n", ""));
        return new LinkedLine(parts, line.found(), line.apart());
    }
}
