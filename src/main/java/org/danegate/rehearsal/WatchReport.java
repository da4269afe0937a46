package org.danegate.rehearsal;

import java.time.Instant;
import java.util.List;

/// Before and after a commit, for the destinations that it touches.
///
/// @param revision that was committed
/// @param minutes whole minutes watched, 0 to 10
/// @param over whether the time of watching has ended
/// @param missing stretches after the commit in which nothing was counted, in order
/// @param counted whether anything after the commit was counted; otherwise figures after it are not known
/// @param complete whether events were counted for the whole time before the commit
/// @param touched how many destinations the commit touches
/// @param lines touched destinations with mail, the worst first; at most {@link WatchReports#MOST}
/// @param others touched destinations with mail that are not listed
/// @param before outcomes of all touched destinations in the ten minutes before the commit
/// @param after the same since the commit, for ten minutes
public record WatchReport(
        long revision,
        Instant at,
        int minutes,
        boolean over,
        boolean complete,
        List<Gap> missing,
        boolean counted,
        int touched,
        List<Line> lines,
        int others,
        Outcomes before,
        Outcomes after) {

    public WatchReport {
        lines = List.copyOf(lines);
        missing = List.copyOf(missing);
    }

    /// A destination.
    ///
    /// @param waiting recipients that wait now
    public record Line(String domain, Outcomes before, Outcomes after, int waiting) {

        /// Whether less mail gets through than before.
        public boolean worse() {
            return after.worseThan(before);
        }

        /// Whether there is anything to say.
        boolean hasMail() {
            return waiting > 0 || !before.isEmpty() || !after.isEmpty();
        }
    }

    /// Whether less mail gets through than before.
    public boolean worse() {
        return after.worseThan(before);
    }
}
