/// Destination Controls: the list, the forms for one and for many, the table file, effective settings.
/// May enter: pages and API of destinations. May not enter: rules about settings (they belong to the policy) and the
/// rows of the working copy (they belong to the configuration).
@org.springframework.modulith.ApplicationModule(
        displayName = "Destinations",
        allowedDependencies = {
            "address",
            "policy",
            "policy :: file",
            "config",
            "dialing",
            "history",
            "console",
            "wording"
        })
@NullMarked
package org.danegate.destinations;

import org.jspecify.annotations.NullMarked;
