/// Trust in the certificates of others by public certificate authorities.
/// May enter: which authorities are trusted, the check of a chain, and the form in which the platform asks for one.
/// May not enter: names, TLSA records, conversations.
@org.springframework.modulith.ApplicationModule(
        displayName = "Public authorities",
        allowedDependencies = {})
@NullMarked
package org.danegate.trust;

import org.jspecify.annotations.NullMarked;
