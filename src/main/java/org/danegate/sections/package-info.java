/// The sections of the policy beside destinations: DNS, SMTP routes, bounce profiles, listeners and what belongs to
/// them,
/// log subscriptions, alerts.
/// May enter: their pages. May not enter: rules about values, which are the policy's, and the rows of the working copy,
/// which are the configuration's.
@org.springframework.modulith.ApplicationModule(
        displayName = "Sections",
        allowedDependencies = {"address", "policy", "policy :: file", "config", "console", "wording"})
@NullMarked
package org.danegate.sections;

import org.jspecify.annotations.NullMarked;
