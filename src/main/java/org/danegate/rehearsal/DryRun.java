package org.danegate.rehearsal;

import java.time.Instant;
import java.util.List;

/// The result of a dry run.
///
/// @param seen fingerprint of the working copy that was rehearsed
/// @param probed whether certificates were looked at
/// @param leftOut destinations that are touched too but were not looked at: only {@link DryRuns#MOST} are
public record DryRun(String seen, Instant at, boolean probed, List<Line> lines, int leftOut) {

    public DryRun {
        lines = List.copyOf(lines);
    }

    /// One destination.
    ///
    /// @param waiting recipients that wait for it
    public record Line(String domain, int waiting, Outlook now, Outlook after) {

        /// Whether mail would be treated otherwise.
        public boolean differs() {
            return !now.sameTreatment(after);
        }

        /// Whether mail that is delivered now would wait or bounce.
        public boolean worse() {
            return !now.stops() && after.stops();
        }
    }

    /// How many destinations would be treated otherwise.
    public long differing() {
        return lines.stream().filter(Line::differs).count();
    }

    /// How many recipients wait now whose treatment would change.
    public int waiting() {
        return lines.stream().filter(Line::differs).mapToInt(Line::waiting).sum();
    }

    /// How many destinations that are delivered to now would not be any more.
    public long worse() {
        return lines.stream().filter(Line::worse).count();
    }
}
