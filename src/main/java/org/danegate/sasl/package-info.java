/// SASL as mail uses it (RFC 4422): PLAIN (RFC 4616), LOGIN and SCRAM-SHA-256 (RFC 5802, RFC 7677), both sides, as
/// pure values. May enter: what the messages of a mechanism mean. May not enter: SMTP, and where accounts are kept.
@org.springframework.modulith.ApplicationModule(
        displayName = "SASL",
        allowedDependencies = {})
@NullMarked
package org.danegate.sasl;

import org.jspecify.annotations.NullMarked;
