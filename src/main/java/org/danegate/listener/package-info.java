/// Accepts mail over SMTP: sender groups, RELAY / ACCEPT / REJECT, recipient access, limits, durable accept.
/// May enter: the server's side of SMTP. May not enter: delivery.
@org.springframework.modulith.ApplicationModule(
        displayName = "Listeners",
        allowedDependencies = {
            "address",
            "policy",
            "queue",
            "event",
            "tagging",
            "certificate",
            "credentials",
            "sasl",
            "guessing",
            "dialing",
            "status",
            "node",
            "wording"
        })
@NullMarked
package org.danegate.listener;

import org.jspecify.annotations.NullMarked;
