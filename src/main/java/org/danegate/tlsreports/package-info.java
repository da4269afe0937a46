/// What TLS sessions with other domains came to, counted for reports to them (RFC 8460): counters in the database,
/// whether a domain asks for reports, the report of a day, its way to its receivers, and the page that shows all this.
/// May enter: counting, its store, the discovery of `_smtp._tls`, sending, the page. May not enter: what a session
/// counts as
/// (room `tlsrpt`), and anything that delivery waits for; this room reads events, and queues
/// its own mail.
@org.springframework.modulith.ApplicationModule(
        displayName = "TLS reports",
        allowedDependencies = {
            "address",
            "tlsrpt",
            "counting",
            "event",
            "dane",
            "sts",
            "policy",
            "queue",
            "delivery",
            "dkim",
            "fetch",
            "mime",
            "dns",
            "dns :: answer",
            "timing",
            "console",
            "wording"
        })
@NullMarked
package org.danegate.tlsreports;

import org.jspecify.annotations.NullMarked;
