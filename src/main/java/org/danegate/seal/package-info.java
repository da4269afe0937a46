/// Secrets at rest: what has to be kept readable stands in the database under a key that does not.
/// May enter: the key file, sealing and opening of texts. May not enter: what the texts are for.
@org.springframework.modulith.ApplicationModule(
        displayName = "Seal",
        allowedDependencies = {})
@NullMarked
package org.danegate.seal;

import org.jspecify.annotations.NullMarked;
