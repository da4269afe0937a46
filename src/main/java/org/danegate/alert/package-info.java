/// Alerts inform administrators by mail, in the log and on a page, and rarely enough that each one is read.
/// May enter: kinds of alerts, the rules that raise them, open troubles, damping, mail and webhook. May not enter: what
/// mends a trouble, and anything that delivery waits for.
@org.springframework.modulith.ApplicationModule(
        displayName = "Alerts",
        allowedDependencies = {"address", "policy", "queue", "event", "mime", "monitor", "timing", "console", "wording"
        })
@NullMarked
package org.danegate.alert;

import org.jspecify.annotations.NullMarked;
