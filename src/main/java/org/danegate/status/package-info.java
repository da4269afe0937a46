/// System Status: facts about the process and the machine, facts that the rooms report, counters and rates. May enter:
/// facts to look at. May not enter: anything that mail waits for, and knowledge of the rooms that contribute facts.
@org.springframework.modulith.ApplicationModule(
        displayName = "System status",
        allowedDependencies = {"policy", "event", "queue", "console"})
@NullMarked
package org.danegate.status;

import org.jspecify.annotations.NullMarked;
