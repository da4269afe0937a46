/// The delivery engine: scheduling per destination, limits, attempts, outcomes.
/// May enter: what takes mail from the queue to the next hop. May not enter: pages, log wording, JPA.
@org.springframework.modulith.ApplicationModule(
        displayName = "Delivery",
        allowedDependencies = {
            "address",
            "policy",
            "dns",
            "dns :: answer",
            "dane",
            "dialing",
            "dkim",
            "smtp",
            "mime",
            "queue",
            "node",
            "bounce",
            "event",
            "tagging",
            "certificate",
            "credentials",
            "sasl",
            "sts",
            "trust"
        })
@NullMarked
package org.danegate.delivery;

import org.jspecify.annotations.NullMarked;
