/// The sections of the policy other than destinations: DNS, SMTP routes, bounce profiles, listeners and their parts,
/// log subscriptions, alerts. May enter: their pages. May not enter: rules about values, which belong to the policy,
/// and the rows of the working copy, which belong to the configuration.
@org.springframework.modulith.ApplicationModule(
        displayName = "Sections",
        allowedDependencies = {"address", "policy", "policy :: file", "config", "console", "wording"})
@NullMarked
package org.danegate.sections;

import org.jspecify.annotations.NullMarked;
