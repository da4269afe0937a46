/// What rows of the database have in common. May enter: how a row is kept. May not enter: what it is for.
@org.springframework.modulith.ApplicationModule(
        displayName = "Rows",
        allowedDependencies = {})
@NullMarked
package org.danegate.rows;

import org.jspecify.annotations.NullMarked;
