/// Handles mail that could not be delivered: retry times, hard and soft bounces, DSNs (RFC 3464).
/// May enter: retry schedule, DSN texts. May not enter: connections, scheduling.
@org.springframework.modulith.ApplicationModule(
        displayName = "Bounces",
        allowedDependencies = {"address", "policy", "queue", "event", "mime"})
@NullMarked
package org.danegate.bounce;

import org.jspecify.annotations.NullMarked;
