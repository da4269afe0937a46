/// The state of the network side: the page Network > DNS Status and its address for scripts.
/// May enter: what shows or tests resolvers and trust anchors. May not enter: settings (they are config's) and lookups
/// that mail waits for.
@org.springframework.modulith.ApplicationModule(
        displayName = "Network",
        allowedDependencies = {
            "address",
            "policy",
            "dns",
            "dns :: answer",
            "dns :: anchor",
            "dns :: status",
            "event",
            "config",
            "console",
            "status",
            "wording"
        })
@NullMarked
package org.danegate.network;

import org.jspecify.annotations.NullMarked;
