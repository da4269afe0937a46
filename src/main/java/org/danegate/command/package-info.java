/// The launcher's words: daneverify, policy check, backup and restore, which work without a server, and the sending of
/// the
/// others to a running one. All is a plain main without a Spring context.
/// May enter: argument reading and exit statuses. May not enter: logic that a page would need too.
@org.springframework.modulith.ApplicationModule(
        displayName = "Commands",
        allowedDependencies = {
            "address",
            "policy",
            "policy :: file",
            "dns",
            "dns :: answer",
            "dane",
            "dialing",
            "smtp",
            "verify",
            "event",
            "backup",
            "control",
            "folder",
            "wording",
            "words :: wire"
        })
@NullMarked
package org.danegate.command;

import org.jspecify.annotations.NullMarked;
