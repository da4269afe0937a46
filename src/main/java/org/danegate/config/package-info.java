/// The working copy of the policy, submit, commit, abandon and revisions, with their pages.
/// The dns room reads trust anchor files, so that submit refuses what validation could not use.
/// May enter: JPA rows of the working copy and revisions. May not enter: anything the engine reads directly.
@org.springframework.modulith.ApplicationModule(
        displayName = "Configuration",
        allowedDependencies = {"address", "policy", "policy :: file", "event", "console", "dns", "wording"})
@NullMarked
package org.danegate.config;

import org.jspecify.annotations.NullMarked;
