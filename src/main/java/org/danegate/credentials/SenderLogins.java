package org.danegate.credentials;

import java.util.Optional;
import org.danegate.sasl.ScramKeys;

/// The users as a listener sees them.
public interface SenderLogins {

    /// What is known of a name that a client gave.
    ///
    /// @param keys of the user's password; made-up ones, always the same for the name, when there is no such user
    /// @param user empty when there is none
    record Candidate(ScramKeys keys, Optional<SmtpUser> user) {}

    /// Nobody may authenticate.
    SenderLogins NOBODY = new SenderLogins() {
        @Override
        public Candidate candidate(String name) {
            return new Candidate(ScramKeys.of(name + "?", new byte[1], 1), Optional.empty());
        }

        @Override
        public void used(SmtpUser user) {
            throw new IllegalStateException("nobody is " + user.name());
        }
    };

    /// Looks a name up, in any case. Reads no database after the first time.
    ///
    /// @throws IllegalStateException when the secrets cannot be opened
    Candidate candidate(String name);

    /// Remembers that the user has just authenticated.
    void used(SmtpUser user);
}
