package org.danegate.policy;

/// A log subscription: a kind of log lines, with its own files, a collector that they are sent to, or both.
///
/// @param name the log's name, also its folder; letters, digits, `_`, `-`, `.`
/// @param type the content of the log
/// @param level the least important lines that it shows
/// @param rolloverSize octets after which a new file starts
/// @param rolloverTime when a new file starts whatever its size; the condition that is met first counts
/// @param maxFiles files kept, 1 to 1,000, including the one being written
/// @param fileName first part of the files' names, such as `mail` in `mail.current`
/// @param retrieval where the lines go
/// @param syslog the collector; without a host unless the retrieval says that lines are sent
/// @param events how consolidated events are written; of no use to other types
/// @param privacy what does not leave this server with its lines
public record LogSubscription(
        String name,
        Type type,
        Level level,
        long rolloverSize,
        RolloverTime rolloverTime,
        int maxFiles,
        String fileName,
        boolean enabled,
        Retrieval retrieval,
        SyslogPush syslog,
        EventForm events,
        LogPrivacy privacy) {

    /// Keeps files only.
    public LogSubscription(
            String name,
            Type type,
            Level level,
            long rolloverSize,
            RolloverTime rolloverTime,
            int maxFiles,
            String fileName,
            boolean enabled) {
        this(
                name,
                type,
                level,
                rolloverSize,
                rolloverTime,
                maxFiles,
                fileName,
                enabled,
                Retrieval.FILES,
                SyslogPush.none(),
                EventForm.defaults(),
                LogPrivacy.none());
    }

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

    /// The same subscription with a collector.
    public LogSubscription sentTo(Retrieval how, SyslogPush collector) {
        return with(how, collector, events, privacy);
    }

    /// The same subscription with events in another form.
    public LogSubscription writtenAs(EventForm form) {
        return with(retrieval, syslog, form, privacy);
    }

    /// The same subscription with less that leaves this server.
    public LogSubscription keeping(LogPrivacy less) {
        return with(retrieval, syslog, events, less);
    }

    private LogSubscription with(Retrieval how, SyslogPush collector, EventForm form, LogPrivacy less) {
        return new LogSubscription(
                name, type, level, rolloverSize, rolloverTime, maxFiles, fileName, enabled, how, collector, form, less);
    }

    /// Whether it is enabled and its lines are written to files.
    public boolean keepsFiles() {
        return enabled && retrieval != Retrieval.SYSLOG;
    }

    /// Whether it is enabled and its lines are sent to a collector.
    public boolean pushes() {
        return enabled && retrieval != Retrieval.FILES && !syslog.host().isEmpty();
    }

    /// Whether a line is one JSON object and nothing else.
    public boolean isJson() {
        return type == Type.CONSOLIDATED && events.notation() == EventForm.Notation.JSON;
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
        SYSTEM("system"),
        /// Consolidated Event Logs: one line for each message and outcome.
        CONSOLIDATED("consolidated_event");

        private final String fileName;

        Type(String fileName) {
            this.fileName = fileName;
        }

        /// First part of the files' names when the subscription sets none.
        public String defaultFileName() {
            return fileName;
        }
    }

    /// Where the lines of a subscription go.
    public enum Retrieval {
        /// To rolling files on this server.
        FILES,
        /// To a collector.
        SYSLOG,
        /// To both.
        FILES_AND_SYSLOG
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
