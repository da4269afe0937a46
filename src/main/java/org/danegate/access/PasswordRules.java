package org.danegate.access;

import java.util.Locale;
import org.danegate.guessing.GuessablePasswords;
import org.danegate.wording.Fault;
import org.danegate.wording.RefusedException;
import org.danegate.wording.Wording;

/// The rules for every password, no matter who chooses it: length, no user name in it, not easily guessed.
final class PasswordRules {

    private PasswordRules() {}

    /// @throws RefusedException for a password that is out of bounds
    static void check(String name, String password) {
        if (password.length() < Users.SHORTEST_PASSWORD || password.length() > Users.LONGEST_PASSWORD) {
            throw new RefusedException(Fault.error(
                    "password",
                    Wording.of(
                            "access.refused.length",
                            Users.SHORTEST_PASSWORD,
                            Users.LONGEST_PASSWORD,
                            password.length())));
        }
        if (password.toLowerCase(Locale.ROOT).contains(name)) {
            throw new RefusedException(Fault.error("password", Wording.of("access.refused.contains-name")));
        }
        if (GuessablePasswords.has(password)) {
            throw new RefusedException(Fault.error("password", Wording.of("access.refused.guessable")));
        }
    }
}
