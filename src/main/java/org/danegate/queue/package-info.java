/// Keeps accepted messages durably and hands out work per destination under leases.
/// May enter: stores behind the MessageQueue contract. May not enter: retry rules, connections.
@org.springframework.modulith.ApplicationModule(
        displayName = "Queue",
        allowedDependencies = {"address", "event", "node"})
@NullMarked
package org.danegate.queue;

import org.jspecify.annotations.NullMarked;
