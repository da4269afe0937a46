/// Finds the next hops of a destination: SMTP routes, MX preference, addresses by family preference, DANE evidence.
/// May enter: gathering of DNS facts about a destination. May not enter: connections, retry times.
@org.springframework.modulith.ApplicationModule(
        displayName = "Routing",
        allowedDependencies = {"address", "policy", "dns", "dns :: answer", "dane", "event"})
@NullMarked
package org.danegate.routing;

import org.jspecify.annotations.NullMarked;
