package org.danegate.maillog;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.danegate.address.DomainForms;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;

/// A person's search in a log: plain text, or a regular expression with bounded work, so that a costly expression ends
/// in a message instead of occupying a processor.
public final class LineFilter {

    /// The longest expression, in characters.
    public static final int LONGEST = 200;

    /// The highest product of the numbers in repetitions. A repetition that reads no character would escape the
    /// limits of [BoundedMatch].
    private static final long MOST_REPETITIONS = 10_000;

    private static final Pattern ENDS_WITH_ID =
            Pattern.compile("\\b(MID|ICID|DCID|RID):? \\[?\\d+$", Pattern.CASE_INSENSITIVE);
    private static final Pattern REGEX = Pattern.compile("(?<!\\\\)\\.[*+]|\\\\[dDwWsSbB]");
    private static final Pattern SPECIAL = Pattern.compile("[\\\\^$*+?|(\\[{]|\\.[*+?{]");
    private static final Pattern REPETITION = Pattern.compile("\\{(\\d+)(?:,(\\d*))?\\}");

    private LineFilter() {}

    /// A plain-text filter that ignores case; empty text matches all lines.
    public static Predicate<String> text(String text) {
        return text(text, true);
    }

    /// A plain-text filter that finds names in either of their forms; empty text matches all lines. A number after
    /// MID, ICID, DCID or RID at the end of the text is the whole number: `MID 12` does not find `MID 1268`.
    public static Predicate<String> text(String text, boolean ignoreCase) {
        Set<String> wanted = DomainForms.of(ignoreCase ? text.toLowerCase(Locale.ROOT) : text);
        boolean wholeNumber = ENDS_WITH_ID.matcher(text).find();
        return line -> {
            String read = ignoreCase ? line.toLowerCase(Locale.ROOT) : line;
            return wanted.stream().anyMatch(form -> contains(read, form, wholeNumber));
        };
    }

    private static boolean contains(String line, String text, boolean wholeNumber) {
        int at = line.indexOf(text);
        while (wholeNumber && at >= 0 && goesOn(line, at + text.length())) {
            at = line.indexOf(text, at + 1);
        }
        return at >= 0;
    }

    private static boolean goesOn(String line, int at) {
        return at < line.length() && Character.isDigit(line.charAt(at));
    }

    /// Whether a text that was not marked as an expression is probably one: it is a valid expression and contains
    /// `.*`, `.+` or a class such as `\d`. Such texts do not occur in log lines.
    public static boolean looksLikeRegex(String text) {
        return text.length() <= LONGEST && REGEX.matcher(text).find() && isRegex(text);
    }

    /// Whether a text is a valid expression and would then mean something else than plain text.
    public static boolean readsAsRegex(String text) {
        return text.length() <= LONGEST && SPECIAL.matcher(text).find() && isRegex(text);
    }

    private static boolean isRegex(String text) {
        try {
            Pattern.compile(text);
            return true;
        } catch (PatternSyntaxException plain) {
            return false;
        }
    }

    /// A filter by regular expression that ignores case.
    ///
    /// @throws RefusedException as below
    public static Predicate<String> regex(String expression) {
        return regex(expression, true);
    }

    /// A filter by regular expression, which matches anywhere in the line. For one search only.
    ///
    /// @throws RefusedException when it is not an expression or is longer than 200 characters; the predicate throws
    ///     it too when matching takes too many steps
    public static Predicate<String> regex(String expression, boolean ignoreCase) {
        if (expression.length() > LONGEST) {
            throw new RefusedException(Wording.of("maillog.fault.long", LONGEST));
        }
        if (repetitions(expression) > MOST_REPETITIONS) {
            throw new RefusedException(Wording.of("maillog.fault.steps"));
        }
        try {
            return new BoundedMatch(
                    Pattern.compile(expression, ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0));
        } catch (PatternSyntaxException wrong) {
            throw new RefusedException(Wording.of("maillog.fault.expression", wrong.getDescription()));
        }
    }

    /// The product of all repetition numbers, as if the repetitions were nested.
    private static double repetitions(String expression) {
        double product = 1;
        Matcher repetition = REPETITION.matcher(expression);
        while (repetition.find()) {
            String most = repetition.group(2);
            product *= Math.max(1, Double.parseDouble(most == null || most.isEmpty() ? repetition.group(1) : most));
        }
        return product;
    }
}
