/// Alerts: what an administrator should hear of without looking, told by mail, in the log and on a page, and never so
/// often that nobody reads it.
/// May enter: kinds of alerts, their damping, their mail. May not enter: what causes them.
@org.springframework.modulith.ApplicationModule(
        displayName = "Alerts",
        allowedDependencies = {"address", "policy", "queue", "event", "mime", "console", "wording"})
@NullMarked
package org.danegate.alert;

import org.jspecify.annotations.NullMarked;
