/// Consolidated events: what became of each message, as one line for each of its outcomes, in CEF and in JSON. May
/// enter:
/// what is remembered of messages until their end, and the notations. May not enter: files, collectors, and anything
/// that delivery waits for.
@org.springframework.modulith.ApplicationModule(
        displayName = "Consolidated events",
        allowedDependencies = {"address", "event", "dane", "dns :: answer", "policy"})
@NullMarked
package org.danegate.consolidated;

import org.jspecify.annotations.NullMarked;
