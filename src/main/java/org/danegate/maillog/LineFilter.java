package org.danegate.maillog;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// What a person looks for in a log: plain text without regard to case, or a regular expression whose work is bounded,
/// so that a hard one ends in a message instead of holding a processor.
public final class LineFilter {

    private static final long MOST_STEPS = 20_000_000;
    private static final int LONGEST = 200;

    private LineFilter() {}

    /// A filter by plain text; empty text lets all lines through.
    public static Predicate<String> text(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return line -> wanted.isEmpty() || line.toLowerCase(Locale.ROOT).contains(wanted);
    }

    /// A filter by regular expression, found anywhere in the line, without regard to case. For one search only.
    ///
    /// @throws IllegalArgumentException when it is no expression or is longer than 200 characters; the predicate
    ///                                  throws it too when matching takes too many steps
    public static Predicate<String> regex(String expression) {
        if (expression.length() > LONGEST) {
            throw new IllegalArgumentException("The expression is longer than " + LONGEST + " characters.");
        }
        try {
            Pattern pattern = Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
            long[] left = {MOST_STEPS};
            return line -> {
                try {
                    return pattern.matcher(new Counted(line, left)).find();
                } catch (StackOverflowError deep) {
                    throw new IllegalArgumentException("The expression is too deep for these lines.", deep);
                }
            };
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException("Not a regular expression: " + wrong.getDescription() + ".", wrong);
        }
    }

    /// A line that counts how often the matcher looks at it.
    private record Counted(CharSequence line, long[] left) implements CharSequence {

        @Override
        public int length() {
            return line.length();
        }

        @Override
        public char charAt(int index) {
            if (--left[0] < 0) {
                throw new IllegalArgumentException("The expression takes too long; make it simpler.");
            }
            return line.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(line.subSequence(start, end), left);
        }

        @Override
        public String toString() {
            return line.toString();
        }
    }
}
