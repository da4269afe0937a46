/// daneverify: checks a domain with the engine's own parts and reports typed stages; text, JSON and page render them.
/// May enter: stages and their renderings. May not enter: a second DANE decision.
@org.springframework.modulith.ApplicationModule(
        displayName = "daneverify",
        allowedDependencies = {
            "address",
            "policy",
            "dns",
            "dns :: answer",
            "dane",
            "dialing",
            "smtp",
            "sts",
            "trust",
            "event",
            "console"
        })
@NullMarked
package org.danegate.verify;

import org.jspecify.annotations.NullMarked;
