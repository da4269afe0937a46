/// Destination Controls: the list, the forms for one and for many, the table file, effective settings.
/// May enter: pages and API of destinations. May not enter: rules about settings, which are the policy's, and the rows
/// of
/// the working copy, which are the configuration's.
@org.springframework.modulith.ApplicationModule(
        displayName = "Destinations",
        allowedDependencies = {"address", "policy", "policy :: file", "config", "console", "wording"})
@NullMarked
package org.danegate.destinations;

import org.jspecify.annotations.NullMarked;
