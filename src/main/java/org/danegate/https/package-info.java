/// The console by HTTPS: the certificate that it presents, where it listens, and what becomes of requests in clear.
/// May enter: the console's connector for TLS, its settings and their page. May not enter: the making of certificates,
/// and rules about users.
@org.springframework.modulith.ApplicationModule(
        displayName = "HTTPS",
        allowedDependencies = {"access", "certificate", "console", "event", "timing", "wording"})
@NullMarked
package org.danegate.https;

import org.jspecify.annotations.NullMarked;
