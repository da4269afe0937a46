/// The web shell shared by all pages: layout, menu entries, flash messages, error pages.
/// May enter: what every page shares. May not enter: anything about mail.
@org.springframework.modulith.ApplicationModule(
        displayName = "Console",
        allowedDependencies = {"address", "wording"})
@NullMarked
package org.danegate.console;

import org.jspecify.annotations.NullMarked;
