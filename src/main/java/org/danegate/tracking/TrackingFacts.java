package org.danegate.tracking;

import java.util.List;
import org.danegate.status.StatusFact;
import org.danegate.status.StatusFact.Light;
import org.danegate.status.StatusFacts;

/// Message Tracking on System Status: whether entries are recorded, and the reason if not.
record TrackingFacts(Tracking tracking) implements StatusFacts {

    @Override
    public String area() {
        return "tracking";
    }

    @Override
    public int order() {
        return 66;
    }

    @Override
    public List<StatusFact> facts() {
        return List.of(tracking.notRecorded()
                .map(gap -> StatusFact.words(
                                "entries", "system-status.tracking.not-recorded", gap.entries(), gap.cause())
                        .lit(Light.BAD))
                .orElseGet(() -> StatusFact.words("entries", "system-status.tracking.recorded")
                        .lit(Light.GOOD)));
    }
}
