package org.danegate.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Checks log subscriptions: names, limits, and the seed's warning about Debug.
final class LogRules {

    private static final Pattern LOG_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    /// Files of a log at Debug that the seed recommends at most.
    private static final int DEBUG_FILES = 4;

    private LogRules() {}

    static void check(List<LogSubscription> subscriptions, Findings findings) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < subscriptions.size(); i++) {
            LogSubscription log = subscriptions.get(i);
            String field = "logSubscriptions[" + i + "]";
            name(field + ".name", log.name(), seen, findings);
            findings.range(field + ".maxFiles", "Maximum files", log.maxFiles(), 1, 1000);
            if (log.rolloverSize() < 1024) {
                findings.error(field + ".rolloverSize", "The rollover size must be at least 1 kB.");
            }
            if (!FILE_NAME.matcher(log.fileName()).matches()) {
                findings.error(
                        field + ".fileName",
                        "A file name has up to 64 letters, digits, '_' and '-', not '" + log.fileName() + "'.");
            }
            debug(field + ".level", log, findings);
        }
    }

    private static void name(String field, String name, Set<String> seen, Findings findings) {
        if (!LOG_NAME.matcher(name).matches()) {
            findings.error(
                    field,
                    "A log needs a name of letters, digits, '_', '-' and '.', 64 at most, that begins with a letter or"
                            + " digit.");
        } else if (!seen.add(name.toLowerCase(Locale.ROOT))) {
            // Folders of some file systems do not tell upper from lower case.
            findings.error(field, "There is another log subscription named '" + name + "'.");
        }
    }

    private static void debug(String field, LogSubscription log, Findings findings) {
        if (log.takesDetail()) {
            findings.advice(
                    field,
                    "Log '" + log.name() + "' is at " + (log.level() == LogSubscription.Level.DEBUG ? "Debug" : "Trace")
                            + ": it can take a great part of the system's resources and fill its files in a short"
                            + " time. "
                            + (log.maxFiles() > DEBUG_FILES
                                    ? "Keep 2 to 4 files instead of " + log.maxFiles() + ". "
                                    : "")
                            + "Disable it when the investigation is over.");
        }
    }
}
