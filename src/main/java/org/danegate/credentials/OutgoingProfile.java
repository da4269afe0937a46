package org.danegate.credentials;

import java.time.Instant;

/// An Outgoing SMTP Authentication profile, without its password.
///
/// @param name by which SMTP routes choose it
/// @param user the user name for the hosts of the route
/// @param serverKey SHA-256 of the hosts' public key (SubjectPublicKeyInfo) as 64 lower-case hexadecimal digits; empty
///     when public authorities must vouch for the host's name
/// @param changedAt when it last changed
public record OutgoingProfile(String name, String user, String serverKey, Instant changedAt) {}
