/// The client's side of one SMTP conversation as state types: replies, extensions, STARTTLS, pipelining. May enter:
/// what is said on the wire. May not enter: whether a peer is trusted or tried again; the caller decides that.
@org.springframework.modulith.ApplicationModule(
        displayName = "SMTP client",
        allowedDependencies = {"address", "sasl", "trust"})
@NullMarked
package org.danegate.smtp;

import org.jspecify.annotations.NullMarked;
