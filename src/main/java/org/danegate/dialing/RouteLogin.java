package org.danegate.dialing;

import org.danegate.sasl.Login;

/// What the hosts of an SMTP route get when they ask who sends.
///
/// @param serverKey SHA-256 of the public key that the host must have, as 64 lower-case hexadecimal digits; empty when
///     a public authority must vouch for its name
public record RouteLogin(Login login, String serverKey) {}
