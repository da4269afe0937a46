/// The past: figures of each minute, rolled up to hours and days in the database, and the pages and reports made of
/// them. May enter: figures, their storage and roll-up, charts and reports. May not enter: anything that delivery waits
/// for; this room only reads events.
@org.springframework.modulith.ApplicationModule(
        displayName = "History",
        allowedDependencies = {
            "address", "event", "queue", "dane", "mime", "monitor", "policy", "status", "timing", "console", "wording"
        })
@NullMarked
package org.danegate.history;

import org.jspecify.annotations.NullMarked;
