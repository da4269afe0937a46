/// DKIM signing (RFC 6376, 8301, 8463): canonical forms, the text of signatures and key records, keys and their pages.
/// May enter: what makes and checks signatures of Danegate's own. May not enter: SMTP, the queue, and when mail is
/// sent.
@org.springframework.modulith.ApplicationModule(
        displayName = "DKIM",
        allowedDependencies = {"address", "policy", "config", "dns", "dns :: answer", "event", "console", "wording"})
@NullMarked
package org.danegate.dkim;

import org.jspecify.annotations.NullMarked;
