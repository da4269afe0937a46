/// This node, and the others that share its database: names, roles, leases, orders, signals, and work that one node of
/// the fleet does. A server on the embedded database is a fleet of one. May enter: what nodes agree on through the
/// database. May not enter: mail, policy, pages.
@org.springframework.modulith.ApplicationModule(
        displayName = "Node",
        allowedDependencies = {"folder", "timing"})
@NullMarked
package org.danegate.node;

import org.jspecify.annotations.NullMarked;
