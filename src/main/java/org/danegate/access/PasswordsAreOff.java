package org.danegate.access;

import org.springframework.security.core.AuthenticationException;

/// The password is right and does not sign in: only the identity provider does.
final class PasswordsAreOff extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    PasswordsAreOff() {
        super("Passwords are off for this user: sign in by the identity provider. Scripts send a bearer token.");
    }
}
