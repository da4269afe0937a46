package org.danegate.policy.file;

import java.util.Comparator;
import java.util.List;
import org.danegate.wording.Fault;

/// Puts the faults of a file into the order of lines, and replaces all after the first
/// {@link PolicyFile#MOST_FAULTS} with one about their number.
final class FaultLimit {

    private FaultLimit() {}

    /// The fault that stands for those that are left out.
    interface Rest {

        /// @param line of the last fault that is reported
        /// @param number of the faults that are not
        Fault fault(int line, int number);
    }

    static void apply(List<Fault> faults, Rest rest) {
        faults.sort(Comparator.comparingInt(Fault::line));
        int number = faults.size() - PolicyFile.MOST_FAULTS;
        if (number > 0) {
            faults.subList(PolicyFile.MOST_FAULTS, faults.size()).clear();
            faults.add(rest.fault(faults.getLast().line(), number));
        }
    }
}
