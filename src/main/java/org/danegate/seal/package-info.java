/// Secrets at rest: secrets that must remain readable are in the database, sealed under a key that is not. May enter:
/// the key file, sealing and opening of texts. May not enter: what the texts are for.
@org.springframework.modulith.ApplicationModule(
        displayName = "Seal",
        allowedDependencies = {})
@NullMarked
package org.danegate.seal;

import org.jspecify.annotations.NullMarked;
