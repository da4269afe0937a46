package org.danegate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Reports a setting of the server that cannot be applied: an exception, anywhere among the causes, whose message
/// begins with the setting's name, or a data directory that another server has open.
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class SettingFailure extends AbstractFailureAnalyzer<Exception> {

    private static final String OURS = "danegate.";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, Exception given) {
        for (Throwable cause = root; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.startsWith(OURS)) {
                return new FailureAnalysis(message, null, cause);
            }
            if (message.contains("Database may be already in use")) {
                return new FailureAnalysis(
                        "danegate.data-dir is in use by another server.",
                        "Stop it first, or give each server a folder of its own.",
                        cause);
            }
        }
        return null;
    }
}
