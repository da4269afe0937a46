package org.danegate.maillog;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.danegate.address.DomainForms;

/// What a person looks for in a log: plain text, or a regular expression whose work is bounded, so that a hard one ends
/// in a message instead of holding a processor.
public final class LineFilter {

    /// The longest expression, in characters.
    public static final int LONGEST = 200;

    /// Looks at characters that all lines together may take: a plain expression over some 500 MB.
    private static final long MOST_STEPS = 500_000_000;

    /// Looks at characters of one line; more is an expression that backtracks without end.
    private static final long MOST_STEPS_IN_LINE = 2_000_000;

    private LineFilter() {}

    /// A filter by plain text without regard to case; empty text lets all lines through.
    public static Predicate<String> text(String text) {
        return text(text, true);
    }

    /// A filter by plain text, names in it in either of their forms; empty text lets all lines through.
    public static Predicate<String> text(String text, boolean ignoreCase) {
        Set<String> wanted = DomainForms.of(ignoreCase ? text.toLowerCase(Locale.ROOT) : text);
        return line -> {
            String read = ignoreCase ? line.toLowerCase(Locale.ROOT) : line;
            return wanted.stream().anyMatch(read::contains);
        };
    }

    /// A filter by regular expression without regard to case.
    ///
    /// @throws SearchFault as below
    public static Predicate<String> regex(String expression) {
        return regex(expression, true);
    }

    /// A filter by regular expression, found anywhere in the line. For one search only.
    ///
    /// @throws SearchFault when it is no expression or is longer than 200 characters; the predicate
    ///                                  throws it too when matching takes too many steps
    public static Predicate<String> regex(String expression, boolean ignoreCase) {
        if (expression.length() > LONGEST) {
            throw new SearchFault(
                    "maillog.fault.long", "The expression is longer than " + LONGEST + " characters.", LONGEST);
        }
        try {
            Pattern pattern =
                    Pattern.compile(expression, ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
            Steps steps = new Steps();
            return line -> {
                steps.inLine = MOST_STEPS_IN_LINE;
                try {
                    return pattern.matcher(new Counted(line, steps)).find();
                } catch (StackOverflowError deep) {
                    throw new SearchFault("maillog.fault.deep", "The expression is too deep for these lines.");
                }
            };
        } catch (PatternSyntaxException wrong) {
            throw new SearchFault(
                    "maillog.fault.expression",
                    "Not a regular expression: " + wrong.getDescription() + ".",
                    wrong.getDescription());
        }
    }

    /// What is left to spend.
    private static final class Steps {

        private long all = MOST_STEPS;
        private long inLine = MOST_STEPS_IN_LINE;

        void spend() {
            if (--inLine < 0 || --all < 0) {
                throw new SearchFault("maillog.fault.steps", "The expression takes too long; make it simpler.");
            }
        }
    }

    /// A line that counts how often the matcher looks at it.
    private record Counted(CharSequence line, Steps steps) implements CharSequence {

        @Override
        public int length() {
            return line.length();
        }

        @Override
        public char charAt(int index) {
            steps.spend();
            return line.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(line.subSequence(start, end), steps);
        }

        @Override
        public String toString() {
            return line.toString();
        }
    }
}
