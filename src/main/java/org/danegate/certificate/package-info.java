/// Danegate's own certificates, which it presents to peers. They are kept as PEM files.
/// May enter: own certificates and keys, and their pages. May not enter: the trust in certificates of others, and
/// TLS conversations.
@org.springframework.modulith.ApplicationModule(
        displayName = "Certificates",
        allowedDependencies = {"address", "policy", "event", "console", "wording"})
@NullMarked
package org.danegate.certificate;

import org.jspecify.annotations.NullMarked;
