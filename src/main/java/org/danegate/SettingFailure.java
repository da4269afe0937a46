package org.danegate;

import java.sql.SQLException;
import org.danegate.folder.NewerDataException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Reports a setting of the server that cannot be applied: an exception, anywhere among the causes, whose message
/// begins with the setting's name, or a database that another server has open or that its library cannot read.
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class SettingFailure extends AbstractFailureAnalyzer<Exception> {

    private static final String OURS = "danegate.";
    static final int NOT_STARTED = 1;
    /// The database's code for a file in a format that it does not know.
    private static final int UNKNOWN_FORMAT = 90048;

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, Exception given) {
        for (Throwable cause = root; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.startsWith(OURS)) {
                return new FailureAnalysis(message, null, cause);
            }
            if (cause instanceof SQLException sql && sql.getErrorCode() == UNKNOWN_FORMAT) {
                return new FailureAnalysis(
                        "danegate.data-dir: the database was written by a newer version of its library, or is damaged.",
                        "Start the version of Danegate that wrote it, or restore a backup.",
                        cause);
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

    /// The exit status for what ended the start.
    static int status(Throwable ended) {
        for (Throwable cause = ended; cause != null; cause = cause.getCause()) {
            if (cause instanceof NewerDataException
                    || (cause instanceof SQLException sql && sql.getErrorCode() == UNKNOWN_FORMAT)) {
                return NewerDataException.STATUS;
            }
        }
        return NOT_STARTED;
    }
}
