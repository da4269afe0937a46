/// Alerts inform administrators by mail, in the log and on a page, and rarely enough that each one is read.
/// May enter: kinds of alerts, their damping, their mail. May not enter: what causes them.
@org.springframework.modulith.ApplicationModule(
        displayName = "Alerts",
        allowedDependencies = {"address", "policy", "queue", "event", "mime", "console", "wording"})
@NullMarked
package org.danegate.alert;

import org.jspecify.annotations.NullMarked;
