/// Trust in the certificates of others by public certificate authorities.
/// May enter: which authorities are trusted, and the check of a chain. May not enter: names, TLSA records,
/// conversations.
@org.springframework.modulith.ApplicationModule(
        displayName = "Public authorities",
        allowedDependencies = {})
@NullMarked
package org.danegate.trust;

import org.jspecify.annotations.NullMarked;
