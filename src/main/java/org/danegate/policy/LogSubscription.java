package org.danegate.policy;

/// A log subscription: a kind of log lines with its own files, and how long they are kept.
///
/// @param name the log's name, also its folder; letters, digits, `_`, `-`, `.`
/// @param type the content of the log
/// @param level the least important lines that it shows
/// @param rolloverSize octets after which a new file starts
/// @param rolloverTime when a new file starts whatever its size; the condition that is met first counts
/// @param maxFiles files kept, 1 to 1,000, including the one being written
/// @param fileName first part of the files' names, such as `mail` in `mail.current`
public record LogSubscription(
        String name,
        Type type,
        Level level,
        long rolloverSize,
        RolloverTime rolloverTime,
        int maxFiles,
        String fileName,
        boolean enabled) {

    /// Text Mail Logs without rollover by time.
    public LogSubscription(String name, Level level, long rolloverSize, int maxFiles, boolean enabled) {
        this(
                name,
                Type.MAIL,
                level,
                rolloverSize,
                new RolloverTime.None(),
                maxFiles,
                Type.MAIL.defaultFileName(),
                enabled);
    }

    /// `mail_logs` at INFO, 10 files of 10 MB.
    public static LogSubscription defaults() {
        return new LogSubscription("mail_logs", Level.INFO, 10L * 1024 * 1024, 10, true);
    }

    /// Whether it is enabled and shows lookups and DANE steps, which make many lines.
    public boolean takesDetail() {
        return enabled && type == Type.MAIL && level.compareTo(Level.DEBUG) >= 0;
    }

    /// The content of a log, in the appliance's names.
    public enum Type {
        /// Text Mail Logs: all mail events.
        MAIL("mail"),
        /// Bounce Logs: a record for each recipient that bounced or was delayed.
        BOUNCE("bounces"),
        /// Status Logs: the system's figures, one line per minute.
        STATUS("status"),
        /// Actions of administrators, including sign-ins.
        AUDIT("audit"),
        /// System Logs: notices, warnings and commits.
        SYSTEM("system");

        private final String fileName;

        Type(String fileName) {
            this.fileName = fileName;
        }

        /// First part of the files' names when the subscription sets none.
        public String defaultFileName() {
            return fileName;
        }
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
