/// Counters that wait in memory until a database takes them. May enter: what holds counters between two rounds of
/// storing. May not enter: what is counted, and where it is stored.
@org.springframework.modulith.ApplicationModule(
        displayName = "Counting",
        allowedDependencies = {})
@NullMarked
package org.danegate.counting;

import org.jspecify.annotations.NullMarked;
