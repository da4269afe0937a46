package org.danegate.access;

import java.util.Locale;

/// What every password must obey, whoever chooses it: length, no user name in it, not easily guessed.
final class PasswordRules {

    private PasswordRules() {}

    /// @throws RefusedChange for a password that is out of bounds
    static void check(String name, String password) {
        if (password.length() < Users.SHORTEST_PASSWORD || password.length() > Users.LONGEST_PASSWORD) {
            throw new RefusedChange(
                    "password",
                    "access.refused.length",
                    "Password must have " + Users.SHORTEST_PASSWORD + " to " + Users.LONGEST_PASSWORD
                            + " characters; you entered " + password.length() + ".",
                    Users.SHORTEST_PASSWORD,
                    Users.LONGEST_PASSWORD,
                    password.length());
        }
        if (password.toLowerCase(Locale.ROOT).contains(name)) {
            throw new RefusedChange(
                    "password", "access.refused.contains-name", "Password must not contain the user name.");
        }
        if (GuessablePasswords.has(password)) {
            throw new RefusedChange(
                    "password", "access.refused.guessable", "Password is easily guessed: use a few random words.");
        }
    }
}
