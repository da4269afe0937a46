package org.danegate.sections.web;

import java.util.Arrays;
import java.util.List;

/// A part of a form of settings, with a heading of its own.
///
/// @param name end of the key of its heading; empty for a form that has only one part
/// @param compact whether each of its lines is short, with the help text on the right
public record SettingsPart(String name, boolean compact, List<Line> lines) {

    /// Fields that belong together on one line.
    ///
    /// @param name end of the key of their common name; empty for a field that stands on its own
    public record Line(String name, List<SectionField> fields) {}

    /// A part whose fields have a line each.
    static SettingsPart of(String name, SectionField... fields) {
        return new SettingsPart(
                name, false, Arrays.stream(fields).map(SettingsPart::line).toList());
    }

    /// A part of short lines.
    static SettingsPart compact(String name, Line... lines) {
        return new SettingsPart(name, true, List.of(lines));
    }

    static Line line(SectionField field) {
        return new Line("", List.of(field));
    }

    static Line line(String name, SectionField... fields) {
        return new Line(name, List.of(fields));
    }

    /// All fields, in their order.
    public List<SectionField> fields() {
        return lines.stream().flatMap(line -> line.fields().stream()).toList();
    }
}
