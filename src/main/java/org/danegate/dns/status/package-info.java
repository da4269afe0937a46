/// What the configured resolvers can do: probes of their DNSSEC support, advice on their order, and the report that
/// pages and scripts read. May enter: probes, findings, warnings as immutable records. May not enter: the lookups
/// that mail waits for.
@org.springframework.modulith.NamedInterface("status")
@NullMarked
package org.danegate.dns.status;

import org.jspecify.annotations.NullMarked;
