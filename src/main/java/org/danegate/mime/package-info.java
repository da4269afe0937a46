/// Messages as the MIME library sees them.
/// May enter: how the library is asked to make or read a message without looking for its parts anew each time. May not
/// enter: what a message says, and where it goes.
@org.springframework.modulith.ApplicationModule(
        displayName = "MIME messages",
        allowedDependencies = {})
@NullMarked
package org.danegate.mime;

import org.jspecify.annotations.NullMarked;
