/// Messages through the MIME library.
/// May enter: making and reading messages without the library looking for its parts each time. May not enter: the
/// content of a message and its destination.
@org.springframework.modulith.ApplicationModule(
        displayName = "MIME messages",
        allowedDependencies = {})
@NullMarked
package org.danegate.mime;

import org.jspecify.annotations.NullMarked;
