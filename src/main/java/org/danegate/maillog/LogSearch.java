package org.danegate.maillog;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// What is looked for in a log, as `grep` and `findevent` know it.
///
/// @param pattern text or expression; empty finds all lines
/// @param regex true when the pattern is a regular expression
/// @param matchCase false takes upper and lower case for the same
/// @param invert true finds the lines that do not match
/// @param context lines shown before and after each found one, 0 to 20
/// @param limit newest found lines that are shown, 1 to 10,000
/// @param id lines of one message or connection alone, such as `MID 6`; empty for all
/// @param file one file of the log alone; empty for all files
public record LogSearch(
        String pattern,
        boolean regex,
        boolean matchCase,
        boolean invert,
        int context,
        int limit,
        String id,
        String file) {

    private static final Pattern ID = Pattern.compile("(MID|ICID|DCID) (\\d{1,18})");

    public LogSearch {
        context = Math.clamp(context, 0, 20);
        limit = Math.clamp(limit, 1, 10_000);
    }

    /// The newest lines, whatever they say.
    public static LogSearch newest(int limit) {
        return new LogSearch("", false, false, false, 0, limit, "", "");
    }

    /// Whether every line is found, so that the newest ones can be read from the end.
    boolean findsAll() {
        return pattern.isEmpty() && id.isEmpty();
    }

    /// Which lines are found by the pattern. For one search only.
    ///
    /// @throws RefusedException when the pattern is no expression, with a sentence for people
    Predicate<String> filter() {
        if (pattern.isEmpty()) {
            return line -> true;
        }
        Predicate<String> found = regex ? LineFilter.regex(pattern, !matchCase) : LineFilter.text(pattern, !matchCase);
        return invert ? found.negate() : found;
    }

    /// Lines that name the id; null when no id is asked for.
    ///
    /// @throws RefusedException when it is no id
    @Nullable
    Pattern idPattern() {
        if (id.isEmpty()) {
            return null;
        }
        Matcher parts = ID.matcher(id);
        if (!parts.matches()) {
            throw new RefusedException(Wording.of("maillog.fault.id"));
        }
        return Pattern.compile("(?<![A-Z])" + parts.group(1) + ":? " + parts.group(2) + "(?!\\d)"
                + ("MID".equals(parts.group(1)) ? "|\\bMessage " + parts.group(2) + " to RID" : ""));
    }
}
