/// The words of the command line that talk to the running server, in one table, and their three doors: the socket file,
/// HTTP, and SSH.
/// May enter: arguments, texts and JSON of words. May not enter: what another room decides; a word calls it.
@org.springframework.modulith.ApplicationModule(
        displayName = "Words",
        allowedDependencies = {
            "access",
            "address",
            "config",
            "control",
            "dane",
            "dialing",
            "dns",
            "dns :: answer",
            "dns :: status",
            "dns :: anchor",
            "event",
            "maillog",
            "monitor",
            "network",
            "operations",
            "policy",
            "policy :: file",
            "queue",
            "status",
            "verify",
            "wording"
        })
@NullMarked
package org.danegate.words;

import org.jspecify.annotations.NullMarked;
