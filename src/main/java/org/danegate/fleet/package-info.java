/// The nodes of the fleet as administrators see them: state, revision, load and keys of each, what is wrong, and the
/// orders to drain, to resume and to forget a node. May enter: what nodes tell of themselves, and what follows from
/// comparing it. May not enter: what mail waits for.
@org.springframework.modulith.ApplicationModule(
        displayName = "Fleet",
        allowedDependencies = {
            "node",
            "policy",
            "config",
            "event",
            "queue",
            "status",
            "certificate",
            "dkim",
            "seal",
            "console",
            "timing"
        })
@NullMarked
package org.danegate.fleet;

import org.jspecify.annotations.NullMarked;
