/// daneverify for many domains: runs in the background, their results in the database, the comparison with earlier
/// results, warnings, and the schedule. May enter: what concerns several domains or several days. May not enter: steps
/// of a verification, or a second DANE decision.
@org.springframework.modulith.ApplicationModule(
        displayName = "daneverify for many domains",
        allowedDependencies = {
            "address",
            "event",
            "policy",
            "dns",
            "dns :: answer",
            "dns :: status",
            "dane",
            "verify",
            "history",
            "monitor",
            "timing",
            "console",
            "wording"
        })
@NullMarked
package org.danegate.runs;

import org.jspecify.annotations.NullMarked;
