package org.danegate.sts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.address.OutsideText;
import org.danegate.sts.StsPolicyFile.Invalid;
import org.danegate.sts.StsPolicyFile.Valid;
import org.jspecify.annotations.Nullable;

/// Reads the lines of a policy file. Of a field that is given twice the first counts; fields that are not known are
/// skipped.
final class PolicyLines {

    private static final int MOST_SHOWN = 100;
    private static final Pattern LINE = Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]{0,31}):[ \\t]*(.*?)[ \\t]*");
    private static final Pattern MAX_AGE = Pattern.compile("[0-9]{1,10}");
    private static final String VERSION = "version";
    private static final String MODE = "mode";
    private static final String AGE = "max_age";
    private static final String MX = "mx";

    private final List<String> lines;
    private final Map<String, String> fields = new HashMap<>();
    private final List<MxPattern> patterns = new ArrayList<>();

    PolicyLines(List<String> lines) {
        this.lines = lines;
    }

    StsPolicyFile read() {
        for (int i = 0; i < lines.size(); i++) {
            String fault = line(lines.get(i));
            if (fault != null) {
                return new Invalid(i + 1, fault, lines);
            }
        }
        return complete();
    }

    private StsPolicyFile complete() {
        Optional<StsMode> mode = Optional.ofNullable(fields.get(MODE)).flatMap(StsMode::of);
        String age = fields.get(AGE);
        for (String needed : List.of(VERSION, MODE, AGE)) {
            if (!fields.containsKey(needed)) {
                return missing(needed);
            }
        }
        if (patterns.isEmpty() && mode.orElseThrow() != StsMode.NONE) {
            return missing(MX);
        }
        Duration life = Duration.ofSeconds(Long.parseLong(age));
        Duration capped = life.compareTo(StsPolicy.LONGEST) > 0 ? StsPolicy.LONGEST : life;
        return new Valid(new StsPolicy(mode.orElseThrow(), patterns, capped), lines);
    }

    private Invalid missing(String field) {
        return new Invalid(0, "there is no " + field, lines);
    }

    /// @return what is wrong with the line; null when it is right
    private @Nullable String line(String line) {
        Matcher matcher = LINE.matcher(line);
        if (line.isEmpty()) {
            return "the line is empty";
        }
        if (!matcher.matches() || hasControl(line)) {
            return "not a field and its value: " + shown(line);
        }
        String key = matcher.group(1);
        String value = matcher.group(2);
        if (key.equals(MX)) {
            return pattern(value);
        }
        return fields.putIfAbsent(key, value) == null ? value(key, value) : null;
    }

    private @Nullable String pattern(String value) {
        Optional<MxPattern> pattern = MxPattern.of(value);
        pattern.ifPresent(patterns::add);
        return pattern.isPresent() ? null : "not the name of an MX host or *. and a name: " + shown(value);
    }

    private static @Nullable String value(String key, String value) {
        boolean good = switch (key) {
            case VERSION -> value.equals("STSv1");
            case MODE -> StsMode.of(value).isPresent();
            case AGE -> MAX_AGE.matcher(value).matches();
            default -> true;
        };
        return good ? null : key + " has no valid value: " + shown(value);
    }

    private static boolean hasControl(String line) {
        return line.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7f);
    }

    private static String shown(String text) {
        return "\"" + OutsideText.brief(text, MOST_SHOWN) + "\"";
    }
}
