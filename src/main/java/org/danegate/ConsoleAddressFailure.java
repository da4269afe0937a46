package org.danegate;

import java.net.BindException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/// Says which address or port of the console is not available, with the system's reason.
@Order(Ordered.HIGHEST_PRECEDENCE)
class ConsoleAddressFailure extends AbstractFailureAnalyzer<Exception> {

    private final Environment environment;

    ConsoleAddressFailure(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, Exception cause) {
        BindException bind = findCause(root, BindException.class);
        PortInUseException inUse = findCause(root, PortInUseException.class);
        if (bind == null && inUse == null) {
            return null;
        }
        String reason = bind == null ? "Address already in use" : String.valueOf(bind.getMessage());
        return new FailureAnalysis(
                "the console cannot listen on " + environment.getProperty("server.address", "127.0.0.1") + " port "
                        + environment.getProperty("server.port", "8080") + ": " + reason + ".",
                "Stop what listens there, or choose others by server.address and server.port.",
                cause);
    }
}
