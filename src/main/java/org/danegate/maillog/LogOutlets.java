package org.danegate.maillog;

import java.time.Instant;
import java.util.function.Function;
import org.danegate.policy.LogSubscription;

/// Where lines go: the files of this server, and collectors. For one thread.
record LogOutlets(OpenLogs files, PushedLogs collectors) {

    boolean has(LogSubscription.Type type) {
        return files.has(type) || collectors.has(type);
    }

    /// Writes a line to all logs of the type.
    void write(LogSubscription.Type type, LogLine line, Instant at) {
        write(type, log -> line, at);
    }

    /// Writes a line to all logs of the type, as each wants it.
    void write(LogSubscription.Type type, Function<LogSubscription, LogLine> line, Instant at) {
        files.write(type, line, at);
        collectors.write(type, line, at);
    }

    /// Follows the committed subscriptions.
    void follow() {
        files.follow();
        collectors.follow();
    }

    /// Does what is due: rolls over, tries again, and looks after collectors.
    void keepTime(Instant now) {
        files.keepTime(now);
        files.tryAgain();
        collectors.watch();
    }

    void flush() {
        files.flush();
    }

    void close() {
        files.close();
        collectors.close();
    }
}
