package org.danegate.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.danegate.wording.Wording;

/// Checks log subscriptions: names, limits, and the seed's warning about Debug.
final class LogRules {

    private static final Pattern LOG_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    /// The most files of a log at Debug that the seed recommends.
    private static final int DEBUG_FILES = 4;

    private LogRules() {}

    static void check(List<LogSubscription> subscriptions, Findings findings) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < subscriptions.size(); i++) {
            LogSubscription log = subscriptions.get(i);
            String field = "logSubscriptions[" + i + "]";
            name(field + ".name", log.name(), seen, findings);
            findings.range(field + ".maxFiles", log.maxFiles(), 1, 1000);
            if (log.rolloverSize() < 1024) {
                findings.error(field + ".rolloverSize", Wording.of("policy.log.size"));
            }
            if (!FILE_NAME.matcher(log.fileName()).matches()) {
                findings.error(field + ".fileName", Wording.of("policy.log.file", log.fileName()));
            }
            debug(field + ".level", log, findings);
            CollectorRules.check(field, log, findings);
        }
    }

    private static void name(String field, String name, Set<String> seen, Findings findings) {
        if (!LOG_NAME.matcher(name).matches()) {
            findings.error(field, Wording.of("policy.log.name"));
        } else if (!seen.add(name.toLowerCase(Locale.ROOT))) {
            // Folders of some file systems do not distinguish upper and lower case.
            findings.error(field, Wording.of("policy.log.twice", name));
        }
    }

    private static void debug(String field, LogSubscription log, Findings findings) {
        if (log.takesDetail()) {
            findings.advice(
                    field,
                    log.maxFiles() > DEBUG_FILES
                            ? Wording.of("policy.log.debug.files", log.name(), level(log), log.maxFiles())
                            : Wording.of("policy.log.debug", log.name(), level(log)));
        }
    }

    private static String level(LogSubscription log) {
        return log.level() == LogSubscription.Level.DEBUG ? "Debug" : "Trace";
    }
}
