/// What happened, as one sealed hierarchy of records: the engine and the listener publish, log and monitor read.
/// May enter: event records and the ids ICID, DCID, MID, RID. May not enter: wording of log lines, counters.
@org.springframework.modulith.ApplicationModule(
        displayName = "Events",
        allowedDependencies = {"address", "policy", "dane", "dns :: answer", "wording"})
@NullMarked
package org.danegate.event;

import org.jspecify.annotations.NullMarked;
