/// The dry run of a pending change: what would become of mail for the destinations it affects, by live DNS, under the
/// active policy and under the working copy; and the watch of a commit: what became of their mail in the ten minutes
/// before and after it. Nothing is sent. May enter: lookups and checks on behalf of a person before a commit, and
/// counts of events around it. May not enter: anything that delivery asks.
@org.springframework.modulith.ApplicationModule(
        displayName = "Dry run and watch of commits",
        allowedDependencies = {
            "address",
            "policy",
            "policy :: file",
            "event",
            "dns",
            "dns :: answer",
            "dane",
            "dialing",
            "smtp",
            "queue",
            "timing",
            "monitor",
            "sts",
            "trust",
            "verify",
            "config",
            "console",
            "wording"
        })
@NullMarked
package org.danegate.rehearsal;

import org.jspecify.annotations.NullMarked;
