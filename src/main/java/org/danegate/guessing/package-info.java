/// Counts of wrong passwords, and how long the next attempt waits. May enter: counting. May not enter: passwords, users,
/// and what an attempt is made for.
@org.springframework.modulith.ApplicationModule(
        displayName = "Guessing",
        allowedDependencies = {})
@NullMarked
package org.danegate.guessing;

import org.jspecify.annotations.NullMarked;
