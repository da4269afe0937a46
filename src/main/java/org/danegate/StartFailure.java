package org.danegate;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/// Reports in one line why the server could not start, instead of the framework's block of many.
class StartFailure implements FailureAnalysisReporter {

    private static final String FRAMEWORK = "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

    /// Turns the framework's report off, also for a start that fails before the settings of the log are read.
    static void isTheOnlyReport() {
        if (LoggerFactory.getLogger(FRAMEWORK) instanceof Logger logger) {
            logger.setLevel(Level.OFF);
        }
    }

    @Override
    public void report(FailureAnalysis analysis) {
        String action = analysis.getAction();
        System.err.println("danegate: could not start: " + oneLine(analysis.getDescription())
                + (action == null || action.isBlank() ? "" : " " + oneLine(action)));
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
