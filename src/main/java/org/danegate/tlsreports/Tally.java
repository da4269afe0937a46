package org.danegate.tlsreports;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.danegate.tlsrpt.FailureDetail;

/// The sessions of one key. Not thread-safe.
final class Tally {

    /// Details that are kept of a policy; those beyond are counted as one.
    static final int MOST_DETAILS = 1000;

    private final Map<FailureDetail, Long> details = new HashMap<>();
    private long successes;
    private long failures;

    /// One session.
    ///
    /// @param wrong empty for a success
    static Tally of(List<FailureDetail> wrong) {
        Tally tally = new Tally();
        tally.add(wrong);
        return tally;
    }

    /// This one, with what the other one has.
    Tally plus(Tally other) {
        add(other);
        return this;
    }

    /// Adds a session.
    ///
    /// @param wrong empty for a success
    void add(List<FailureDetail> wrong) {
        successes += wrong.isEmpty() ? 1 : 0;
        failures += wrong.isEmpty() ? 0 : 1;
        wrong.forEach(detail -> add(detail, 1));
    }

    /// Adds what another one has.
    void add(Tally other) {
        successes += other.successes;
        failures += other.failures;
        other.details.forEach(this::add);
    }

    private void add(FailureDetail detail, long sessions) {
        boolean room = details.size() < MOST_DETAILS || details.containsKey(detail);
        details.merge(room ? detail : FailureDetail.MORE, sessions, Long::sum);
    }

    long successes() {
        return successes;
    }

    long failures() {
        return failures;
    }

    Map<FailureDetail, Long> details() {
        return Map.copyOf(details);
    }
}
