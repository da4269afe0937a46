/// The rules of MTA-STS (RFC 8461) for a sender: the record, the policy file, what a policy asks of an MX host, and the
/// verdict on a session. Pure: values in, values out.
/// May enter: values and rules. May not enter: lookups, connections, the store of policies (room `published`).
@org.springframework.modulith.ApplicationModule(
        displayName = "MTA-STS rules",
        allowedDependencies = {"address"})
@NullMarked
package org.danegate.sts;

import org.jspecify.annotations.NullMarked;
