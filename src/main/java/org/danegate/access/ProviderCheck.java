package org.danegate.access;

import org.springframework.security.authentication.AuthenticationProvider;

/// The check of what a browser brought back from an identity provider. In a record of its own, so that only the
/// sign-in of pages uses it.
record ProviderCheck(AuthenticationProvider check) {}
