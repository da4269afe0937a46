/// Mail Policies > Advisor: counters of sessions in the database, probes of domains, the alerts of both, and the page
/// with its drafts. May enter: counting, storing, probing, the page. May not enter: what a session counts as and which
/// advice follows (room `advice`), and anything that delivery waits for; this room only reads events.
@org.springframework.modulith.ApplicationModule(
        displayName = "Advisor",
        allowedDependencies = {
            "address",
            "advice",
            "counting",
            "event",
            "dane",
            "dns :: answer",
            "sts",
            "trust",
            "verify",
            "policy",
            "config",
            "rehearsal",
            "timing",
            "console",
            "wording"
        })
@NullMarked
package org.danegate.advisor;

import org.jspecify.annotations.NullMarked;
