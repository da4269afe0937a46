package org.danegate.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The database file of a data directory that no server has open.
final class StandingDatabase implements DatabaseCopy {

    private final Path file;

    StandingDatabase(Path dataDir) {
        this.file = dataDir.resolve(NAME);
    }

    @Override
    public Facts facts() {
        return new Facts(Files.exists(file) ? "H2" : null, null);
    }

    @Override
    public void read(Reading reading) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            reading.read(content);
        }
    }
}
