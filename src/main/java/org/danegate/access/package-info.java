/// Administrators, roles, sign-in and web security.
/// May enter: users, passwords, security rules. May not enter: pages of other rooms.
@org.springframework.modulith.ApplicationModule(
        displayName = "Access",
        allowedDependencies = {"address", "event", "console", "seal", "guessing", "timing", "wording", "rows", "node"})
@NullMarked
package org.danegate.access;

import org.jspecify.annotations.NullMarked;
