package org.danegate.alert;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.danegate.wording.Wording;
import org.springframework.scheduling.annotation.Scheduled;

/// Checks the free space of the data directory's disk once a minute.
class DiskWatch {

    private final Alerts alerts;
    private final Path folder;
    private final long least;

    /// @param least octets that should be free
    DiskWatch(Alerts alerts, Path folder, long least) {
        this.alerts = alerts;
        this.folder = folder;
        this.least = least;
    }

    @Scheduled(fixedDelay = 60_000, initialDelay = 10_000)
    void look() throws IOException {
        FileStore disk = Files.getFileStore(folder);
        long free = disk.getUsableSpace();
        if (free < least) {
            alerts.raise(
                    Alert.Kind.DISK_SPACE, "data directory", Wording.of("alert.raised.disk", free >> 20, least >> 20));
        }
    }
}
