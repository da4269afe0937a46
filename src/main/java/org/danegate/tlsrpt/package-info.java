/// The rules of TLS reports (RFC 8460) for a sender: the record that asks for them, what a session counts as, and the
/// report itself. Pure: values in, values out.
/// May enter: values and rules. May not enter: lookups, storage, sending.
@org.springframework.modulith.ApplicationModule(
        displayName = "TLS report rules",
        allowedDependencies = {"address", "event", "policy", "dane", "dns :: answer", "sts"})
@NullMarked
package org.danegate.tlsrpt;

import org.jspecify.annotations.NullMarked;
