package org.danegate.access;

import org.danegate.wording.Fault;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Asks a signed-in user for the own password before a change of how the user signs in, so that a person who finds an
/// open browser can neither lock its owner out nor keep a way in.
final class OwnPassword {

    private final UserAccounts accounts;
    private final PasswordEncoder encoder;
    private final Audit audit;

    OwnPassword(UserAccounts accounts, PasswordEncoder encoder, Audit audit) {
        this.accounts = accounts;
        this.encoder = encoder;
        this.audit = audit;
    }

    /// Goes on when the password is right.
    ///
    /// @param what the change, as the audit log names it
    /// @throws RefusedException for a wrong password, and for a user who has none here
    void demand(String user, String password, String what) {
        boolean right = accounts.findById(user)
                .filter(account -> account.hasPassword() && encoder.matches(password, account.getPasswordHash()))
                .isPresent();
        if (!right) {
            audit.record(user, "gave a wrong password for " + what);
            throw new RefusedException(Fault.error("current", Wording.of("access.refused.current")));
        }
    }
}
