/// HTTPS requests to servers that others name, such as the domain owner whose policy is fetched. Addresses come from
/// our own lookups, addresses of private networks are not called, redirects are not followed, and time and size are
/// bounded.
/// May enter: the exchange of one request and its answer. May not enter: what is asked for, and why.
@org.springframework.modulith.ApplicationModule(
        displayName = "HTTPS requests",
        allowedDependencies = {"address", "dns", "dns :: answer", "dane", "trust"})
@NullMarked
package org.danegate.fetch;

import org.jspecify.annotations.NullMarked;
