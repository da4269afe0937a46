/// Renders events as the appliance's mail_logs lines, keeps them in rolling files, hands them to collectors, and shows
/// them. May enter: grammar, subscriptions, rollover, tail. May not enter: anything the engine waits for.
@org.springframework.modulith.ApplicationModule(
        displayName = "Mail logs",
        allowedDependencies = {
            "address",
            "policy",
            "event",
            "dane",
            "dns :: answer",
            "certificate",
            "seal",
            "syslog",
            "consolidated",
            "console",
            "status",
            "timing",
            "wording"
        })
@NullMarked
package org.danegate.maillog;

import org.jspecify.annotations.NullMarked;
