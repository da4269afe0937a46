/// Queries DNS through the configured resolvers and itself validates every answer up to the root trust anchor.
/// May enter: resolvers, validation, cache, trust anchors, resolver health. May not enter: what DANE concludes from
/// an answer.
@org.springframework.modulith.ApplicationModule(
        displayName = "DNS",
        allowedDependencies = {"address", "policy", "wording"})
@NullMarked
package org.danegate.dns;

import org.jspecify.annotations.NullMarked;
