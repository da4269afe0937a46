package org.danegate.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.danegate.event.AttemptCourse;

/// Notes when the parts of a run happen, on its thread.
final class RunCourse {

    /// More than these are not noted: a run to a busy destination may use connections for hours.
    private static final int MOST = 100;

    private final InstantSource clock;
    private final Instant begun;
    private final List<AttemptCourse.Lookup> lookups = new ArrayList<>(2);
    private final List<Long> dcids = new ArrayList<>(2);
    private Instant since;

    RunCourse(InstantSource clock) {
        this.clock = clock;
        this.begun = clock.instant();
        this.since = begun;
    }

    /// Lookups have ended that began with the run, or when the last other step ended.
    ///
    /// @param what was looked up
    void lookedUp(String what) {
        Instant now = clock.instant();
        if (lookups.size() < MOST) {
            lookups.add(new AttemptCourse.Lookup(what, since, now));
        }
        since = now;
    }

    /// A host has been tried, or used.
    void left() {
        since = clock.instant();
    }

    void used(long dcid) {
        if (dcids.size() < MOST) {
            dcids.add(dcid);
        }
    }

    AttemptCourse noted() {
        return new AttemptCourse(begun, lookups, dcids);
    }
}
