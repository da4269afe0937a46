/// Message Tracking: what became of each message, kept for days and searched in moments. May enter: what is remembered
/// of a message, its index, the search and its pages. May not enter: anything that delivery waits for; this room only
/// reads events.
@org.springframework.modulith.ApplicationModule(
        displayName = "Message Tracking",
        allowedDependencies = {"address", "event", "dane", "monitor", "status", "timing", "console", "wording"})
@NullMarked
package org.danegate.tracking;

import org.jspecify.annotations.NullMarked;
