/// The events of the gateway, as one sealed hierarchy of records. The engine and the listener publish them; the log and
/// the monitor read them.
/// May enter: event records, the ids ICID, DCID, MID, RID, and which findings of a look are news. May not enter:
/// wording
/// of log lines, counters.
@org.springframework.modulith.ApplicationModule(
        displayName = "Events",
        allowedDependencies = {"address", "policy", "dane", "dns :: answer", "sts", "wording"})
@NullMarked
package org.danegate.event;

import org.jspecify.annotations.NullMarked;
