/// The working copy of the policy with submit, commit, abandon and revisions, and their pages. It uses the dns room to
/// read trust anchor files, so that submit refuses files that validation could not use.
/// May enter: JPA rows of the working copy and revisions. May not enter: anything the engine reads directly.
@org.springframework.modulith.ApplicationModule(
        displayName = "Configuration",
        allowedDependencies = {
            "address",
            "policy",
            "policy :: file",
            "event",
            "console",
            "dns",
            "wording",
            "rows",
            "node"
        })
@NullMarked
package org.danegate.config;

import org.jspecify.annotations.NullMarked;
