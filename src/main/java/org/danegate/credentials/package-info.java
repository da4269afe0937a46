/// Accounts of SMTP AUTH, kept outside of the policy: users who submit mail, and logins for the hosts of SMTP routes.
/// May enter: accounts, their secrets and their pages. May not enter: SMTP, and what an account may do.
@org.springframework.modulith.ApplicationModule(
        displayName = "SMTP credentials",
        allowedDependencies = {
            "address",
            "policy",
            "event",
            "console",
            "seal",
            "sasl",
            "guessing",
            "wording",
            "rows",
            "node"
        })
@NullMarked
package org.danegate.credentials;

import org.jspecify.annotations.NullMarked;
