/// Delivery Status: counters per destination, host status, evidence of attempts, metrics and their pages.
/// May enter: readers of events. May not enter: anything that slows delivery down.
@org.springframework.modulith.ApplicationModule(
        displayName = "Monitor",
        allowedDependencies = {
            "address",
            "policy",
            "event",
            "node",
            "queue",
            "operations",
            "dane",
            "sts",
            "dns :: answer",
            "timing",
            "console",
            "wording"
        })
@NullMarked
package org.danegate.monitor;

import org.jspecify.annotations.NullMarked;
