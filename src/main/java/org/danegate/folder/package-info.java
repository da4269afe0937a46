/// The data directory as a whole: who has it open, which program wrote it, and that nobody else may read it. May enter:
/// what has to be known before any file in it is opened. May not enter: what a file in it means.
@org.springframework.modulith.ApplicationModule(
        displayName = "Data directory",
        allowedDependencies = {})
@NullMarked
package org.danegate.folder;

import org.jspecify.annotations.NullMarked;
