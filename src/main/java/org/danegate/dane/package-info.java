/// Decides whether a DANE destination may be delivered to, and why. Pure: values in, values out.
/// May enter: evidence, plan, certificate matching, verdict. May not enter: lookups, connections, wording of pages.
/// Sources: seed tables DANE MANDATORY and DANE OPPORTUNISTIC; RFC 6698, 7671, 7672.
@org.springframework.modulith.ApplicationModule(
        displayName = "DANE",
        allowedDependencies = {"address", "policy", "dns :: answer", "sts"})
@NullMarked
package org.danegate.dane;

import org.jspecify.annotations.NullMarked;
