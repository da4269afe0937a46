/// Sends log lines to collectors: messages in the appliance's form and in that of RFC 5424, over UDP, TCP and TLS. May
/// enter: messages, framing, connections to collectors, their queues and states. May not enter: what a line says, and
/// anything that delivery waits for.
@org.springframework.modulith.ApplicationModule(
        displayName = "Syslog",
        allowedDependencies = {"address", "policy", "certificate"})
@NullMarked
package org.danegate.syslog;

import org.jspecify.annotations.NullMarked;
