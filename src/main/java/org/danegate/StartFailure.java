package org.danegate;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/// Reports in one line why the server could not start, instead of the framework's block of many.
class StartFailure implements FailureAnalysisReporter {

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
