/// What domains publish about how mail to them must be secured, so far their MTA-STS policies: found by DNS, fetched by
/// HTTPS, kept in the database, refreshed ahead of their end, and shown.
/// May enter: discovery, fetch, store and pages of published policies. May not enter: what a policy means for a host
/// (room `sts`), and delivery.
@org.springframework.modulith.ApplicationModule(
        displayName = "Published policies",
        allowedDependencies = {
            "address",
            "sts",
            "fetch",
            "trust",
            "dns",
            "dns :: answer",
            "event",
            "timing",
            "node",
            "console",
            "wording"
        })
@NullMarked
package org.danegate.published;

import org.jspecify.annotations.NullMarked;
