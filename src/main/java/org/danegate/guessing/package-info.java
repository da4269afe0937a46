/// Guessing of passwords: counts of wrong ones, how long the next attempt waits, and what is guessed early. May enter:
/// counting and such rules. May not enter: users, stored passwords, and what an attempt is made for.
@org.springframework.modulith.ApplicationModule(
        displayName = "Guessing",
        allowedDependencies = {})
@NullMarked
package org.danegate.guessing;

import org.jspecify.annotations.NullMarked;
