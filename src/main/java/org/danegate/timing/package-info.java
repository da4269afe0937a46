/// Work that rooms repeat while the server runs. May enter: when and on which thread it is done, and how it ends. May
/// not
/// enter: the work itself.
@org.springframework.modulith.ApplicationModule(
        displayName = "Timing",
        allowedDependencies = {})
@NullMarked
package org.danegate.timing;

import org.jspecify.annotations.NullMarked;
