/// Where the process starts: the main class, and the data directory, which must exist before anything else. May enter:
/// what has to happen before the first bean is made. May not enter: anything that a room could do.
@NullMarked
package org.danegate;

import org.jspecify.annotations.NullMarked;
