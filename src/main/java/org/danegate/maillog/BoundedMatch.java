package org.danegate.maillog;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;

/// Whether a pattern matches anywhere in a line, with bounded work: it counts the characters that the matcher reads and
/// throws {@link RefusedException} when they are too many. For one search only.
final class BoundedMatch implements Predicate<String> {

    /// The most character reads for all lines together: a plain expression over some 500 MB.
    private static final long MOST_STEPS = 500_000_000;

    /// The most character reads for one line; an expression that needs more backtracks without end.
    private static final long MOST_STEPS_IN_LINE = 2_000_000;

    private final Pattern pattern;
    private final Steps steps = new Steps();

    BoundedMatch(Pattern pattern) {
        this.pattern = pattern;
    }

    @Override
    public boolean test(String line) {
        steps.inLine = MOST_STEPS_IN_LINE;
        try {
            return pattern.matcher(new Counted(line, steps)).find();
        } catch (StackOverflowError deep) {
            throw new RefusedException(Wording.of("maillog.fault.deep"));
        }
    }

    /// The steps that are left.
    private static final class Steps {

        private long all = MOST_STEPS;
        private long inLine = MOST_STEPS_IN_LINE;

        void spend() {
            if (--inLine < 0 || --all < 0) {
                throw new RefusedException(Wording.of("maillog.fault.steps"));
            }
        }
    }

    /// A line that counts the matcher's reads.
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
