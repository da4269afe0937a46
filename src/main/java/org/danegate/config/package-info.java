/// The working copy of the policy, submit, commit, abandon and revisions, with their pages.
/// May enter: JPA rows of the working copy and revisions. May not enter: anything the engine reads directly.
@org.springframework.modulith.ApplicationModule(
        displayName = "Configuration",
        allowedDependencies = {"address", "policy", "policy :: file", "event", "console"})
@NullMarked
package org.danegate.config;

import org.jspecify.annotations.NullMarked;
