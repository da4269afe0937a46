/// The configuration as an immutable record tree, its matching rules, its validation, and the committed snapshot.
/// May enter: settings, ranges, defaults, the policy file. May not enter: JPA, Spring, lookups, clocks.
@org.springframework.modulith.ApplicationModule(
        displayName = "Policy",
        allowedDependencies = {"address", "wording"})
@NullMarked
package org.danegate.policy;

import org.jspecify.annotations.NullMarked;
