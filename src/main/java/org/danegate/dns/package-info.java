/// Asks DNS through the configured resolvers and validates every answer to the root trust anchor itself.
/// May enter: resolvers, validation, cache, trust anchors, resolver health. May not enter: what DANE makes of an
/// answer.
@org.springframework.modulith.ApplicationModule(
        displayName = "DNS",
        allowedDependencies = {"address", "policy", "wording"})
@NullMarked
package org.danegate.dns;

import org.jspecify.annotations.NullMarked;
