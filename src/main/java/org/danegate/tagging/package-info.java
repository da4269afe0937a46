/// Bounce verification: tags on outgoing envelope senders, their keys, and the check of mail that comes back.
/// May enter: tags, keys and their page. May not enter: SMTP, the queue, and decisions on a message.
@org.springframework.modulith.ApplicationModule(
        displayName = "Bounce Verification",
        allowedDependencies = {"policy", "event", "console", "seal", "rows", "node"})
@NullMarked
package org.danegate.tagging;

import org.jspecify.annotations.NullMarked;
