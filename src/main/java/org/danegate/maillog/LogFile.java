package org.danegate.maillog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// A file of a log.
///
/// @param name such as `mail.current` or `mail.@20190205T132003.s`
/// @param size in octets
/// @param modified when the last line was written
/// @param current whether lines are still added to it
public record LogFile(String name, long size, Instant modified, boolean current) {

    static LogFile of(Path file) throws IOException {
        return new LogFile(
                file.getFileName().toString(),
                Files.size(file),
                Files.getLastModifiedTime(file).toInstant(),
                LogFolder.isCurrent(file));
    }
}
