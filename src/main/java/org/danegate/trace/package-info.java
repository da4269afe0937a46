/// Traces of delivery attempts for OpenTelemetry, built from events after the attempt.
/// May enter: what turns events into spans, and sends them. May not enter: anything that delivery waits for.
@org.springframework.modulith.ApplicationModule(
        displayName = "Traces",
        allowedDependencies = {"event", "dane", "console"})
@NullMarked
package org.danegate.trace;

import org.jspecify.annotations.NullMarked;
