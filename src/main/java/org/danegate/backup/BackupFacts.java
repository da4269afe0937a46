package org.danegate.backup;

import java.util.ArrayList;
import java.util.List;
import org.danegate.status.StatusFact;
import org.danegate.status.StatusFact.Light;
import org.danegate.status.StatusFacts;

/// The scheduled backups on System Status: the newest one, and why the last one failed. Nothing where none are made.
record BackupFacts(ScheduledBackups backups) implements StatusFacts {

    @Override
    public String area() {
        return "backup";
    }

    @Override
    public int order() {
        return 55;
    }

    @Override
    public List<StatusFact> facts() {
        return backups.schedule().map(this::facts).orElseGet(List::of);
    }

    private List<StatusFact> facts(ScheduledBackups.Schedule schedule) {
        List<StatusFact> facts = new ArrayList<>();
        facts.add(StatusFact.text("at", schedule.at().toString()));
        backups.newest().ifPresent(file -> {
            facts.add(StatusFact.time("newest", schedule.madeAt(file)));
            facts.add(StatusFact.octets("size", file.toFile().length()));
        });
        facts.add(backups.failure()
                .map(failure -> StatusFact.words("result", "system-status.backup.failed", failure.reason())
                        .lit(Light.BAD))
                .orElseGet(() -> StatusFact.words(
                                "result",
                                backups.newest().isPresent()
                                        ? "system-status.backup.good"
                                        : "system-status.backup.none")
                        .lit(backups.newest().isPresent() ? Light.GOOD : Light.NONE)));
        return facts;
    }
}
