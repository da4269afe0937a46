package org.danegate.policy.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.policy.DomainPattern;
import org.danegate.wording.Fault;
import org.jspecify.annotations.Nullable;

/// The sections and keys of a destination table file, each with its line. Anything else is reported as a fault and
/// skipped, so that one reading finds all faults.
final class TableSections {

    private static final Pattern HEADER = Pattern.compile("\\[([^]]*)](.*)");

    private static final String DEFAULT = "DEFAULT";

    private final List<Fault> faults;
    private final List<Section> sections = new ArrayList<>();
    private final Map<String, Section> byName = new HashMap<>();
    private @Nullable Section open;

    private TableSections(List<Fault> faults) {
        this.faults = faults;
    }

    /// A value with its line.
    record Value(String text, int line) {}

    /// A section of the file.
    ///
    /// @param domain null for `[DEFAULT]`, and for a section that is skipped
    /// @param counted whether it is part of the table
    record Section(@Nullable DomainPattern domain, boolean counted, int line, Map<String, Value> values) {

        boolean isDefault() {
            return domain == null && counted;
        }
    }

    /// @param faults faults are added here
    static List<Section> of(String text, List<Fault> faults) {
        TableSections reading = new TableSections(faults);
        int number = 0;
        for (String line : ByteOrderMark.without(text).lines().toList()) {
            number++;
            reading.line(line.strip(), number);
        }
        return reading.sections.stream().filter(Section::counted).toList();
    }

    private void line(String line, int number) {
        if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
            return;
        }
        Matcher header = HEADER.matcher(line);
        if (header.matches() && TableText.comment(header.group(2).strip())) {
            section(header.group(1).strip(), number);
        } else {
            value(line, number);
        }
    }

    private void section(String name, int line) {
        boolean byDefault = name.equalsIgnoreCase(DEFAULT);
        DomainPattern domain = byDefault ? null : domain(name, line);
        boolean counted = byDefault || domain != null;
        String key = domain == null ? DEFAULT : domain.toString();
        Section twin = counted ? byName.get(key) : null;
        if (twin != null) {
            faults.add(TableRule.SECTION_TWICE.broken(line, key, twin.line()));
        }
        Section section = new Section(domain, counted && twin == null, line, new HashMap<>());
        if (section.counted()) {
            byName.put(key, section);
        }
        sections.add(section);
        open = section;
    }

    private @Nullable DomainPattern domain(String name, int line) {
        try {
            return DomainPattern.parse(name);
        } catch (IllegalArgumentException e) {
            faults.add(TableRule.DOMAIN.broken(line, name));
            return null;
        }
    }

    private void value(String line, int number) {
        int end = separator(line);
        if (end <= 0) {
            faults.add(TableRule.LINE.broken(number, line));
            return;
        }
        Section section = open;
        String name = line.substring(0, end).strip();
        Optional<String> known = TableKeys.of(name);
        if (section == null) {
            faults.add(TableRule.NO_SECTION.broken(number, name));
        } else if (known.isEmpty()) {
            faults.add(TableRule.KEY_UNKNOWN.broken(number, name));
        } else {
            String key = known.get();
            put(section, key, new Value(TableText.value(line.substring(end + 1), TableKeys.isName(key)), number));
        }
    }

    /// Position of the first equals sign or colon; -1 when there is none.
    private static int separator(String line) {
        int equals = line.indexOf('=');
        int colon = line.indexOf(':');
        return equals < 0 ? colon : colon < 0 ? equals : Math.min(equals, colon);
    }

    private void put(Section section, String key, Value value) {
        if (section.isDefault() && TableKeys.onlyInEntries(key)) {
            faults.add(TableRule.KEY_OF_DOMAINS.broken(value.line(), key));
        } else if (!section.isDefault() && TableKeys.onlyInDefault(key)) {
            faults.add(TableRule.KEY_OF_DEFAULT.broken(value.line(), key));
        } else {
            Value twin = section.values().putIfAbsent(key, value);
            if (twin != null) {
                faults.add(TableRule.KEY_TWICE.broken(value.line(), key, twin.line()));
            }
        }
    }
}
