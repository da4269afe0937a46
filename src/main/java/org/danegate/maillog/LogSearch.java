package org.danegate.maillog;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// A search in a log, with the options of `grep` and `findevent`.
///
/// @param pattern text or expression; empty matches all lines
/// @param regex true when the pattern is a regular expression
/// @param matchCase false ignores upper and lower case
/// @param invert true finds the lines that do not match
/// @param context lines shown before and after each found one, 0 to 20
/// @param limit newest found lines that are shown, 1 to 10,000
/// @param id only lines of one message or connection, such as `MID 6`; empty for all
/// @param file only one file of the log; empty for all files
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

    /// Whether every line matches, so that the newest ones can be read from the end.
    boolean findsAll() {
        return pattern.isEmpty() && id.isEmpty();
    }

    /// The filter for lines that match the pattern. For one search only.
    ///
    /// @throws RefusedException when the pattern is not an expression, with a sentence for people
    Predicate<String> filter() {
        if (pattern.isEmpty()) {
            return line -> true;
        }
        Predicate<String> found = regex ? LineFilter.regex(pattern, !matchCase) : LineFilter.text(pattern, !matchCase);
        return invert ? found.negate() : found;
    }

    /// Lines that contain the id; null when no id is given.
    ///
    /// @throws RefusedException when it is not an id
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
