/// Backups of a data directory while the server runs or is stopped, restoring them, and what happens to the data when
/// a new version begins: a copy first. May enter: the archive, its manifest, its encryption, when it is made. May not
/// enter: what the files of other rooms mean.
@org.springframework.modulith.ApplicationModule(
        displayName = "Backup",
        allowedDependencies = {"folder", "queue", "control", "event", "timing", "status", "tracking", "node"})
@NullMarked
package org.danegate.backup;

import org.jspecify.annotations.NullMarked;
