package org.danegate.alert;

import java.nio.file.Path;
import org.danegate.policy.AlertSettings.Severity;
import org.danegate.policy.CommittedPolicy;
import org.danegate.wording.Wording;
import org.springframework.scheduling.annotation.Scheduled;

/// Checks the free space of the data directory's disk once a minute.
class DiskWatch {

    private static final String ABOUT = "data directory";

    private final Troubles troubles;
    private final CommittedPolicy policy;
    private final Path folder;
    private final long least;

    /// @param least octets that should be free
    DiskWatch(Troubles troubles, CommittedPolicy policy, Path folder, long least) {
        this.troubles = troubles;
        this.policy = policy;
        this.folder = folder;
        this.least = least;
    }

    @Scheduled(fixedDelay = 60_000, initialDelay = 10_000)
    void look() {
        long free = folder.toFile().getUsableSpace();
        if (!policy.current().policy().alerts().limits().conditions().disk()) {
            return;
        }
        if (free < least) {
            Wording wording = Wording.of("alert.raised.disk", free >> 20, least >> 20);
            troubles.found(Finding.of(Alert.Kind.DISK_SPACE, ABOUT, Severity.CRITICAL, wording));
        } else if (free > least + least / 10) {
            // Somewhat more than the limit, so that the last megabyte does not end and begin the trouble.
            troubles.over(Alert.Kind.DISK_SPACE, ABOUT);
        }
    }
}
