package org.danegate.policy;

/// A log subscription.
///
/// @param name the log's name, also its folder; letters, digits, `_`, `-`, `.`
/// @param rolloverSize octets after which a new file starts
/// @param maxFiles files kept, 1 to 1,000
public record LogSubscription(String name, Level level, long rolloverSize, int maxFiles, boolean enabled) {

    /// `mail_logs` at INFO, 10 files of 10 MB.
    public static LogSubscription defaults() {
        return new LogSubscription("mail_logs", Level.INFO, 10L * 1024 * 1024, 10, true);
    }

    /// Log levels of the appliance, least first.
    public enum Level {
        CRITICAL,
        WARNING,
        INFO,
        DEBUG,
        TRACE
    }
}
