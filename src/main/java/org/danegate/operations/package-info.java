/// What administrators do with the queue while mail flows: hold, delete and bounce messages, suspend and redirect
/// destinations, make exceptions from DANE for a time; with the pages and addresses for it. Orders for destinations and
/// exceptions are kept over a restart.
/// May enter: administrators' actions on waiting mail, each audited. May not enter: what decides on delivery by itself.
@org.springframework.modulith.ApplicationModule(
        displayName = "Queue operations",
        allowedDependencies = {"address", "event", "policy", "queue", "delivery", "timing", "console", "wording", "node"
        })
@NullMarked
package org.danegate.operations;

import org.jspecify.annotations.NullMarked;
