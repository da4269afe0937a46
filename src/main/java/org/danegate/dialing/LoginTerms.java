package org.danegate.dialing;

import org.danegate.address.DomainName;
import org.jspecify.annotations.Nullable;

/// That a host of an SMTP route must be authenticated to.
///
/// @param profile name of the Outgoing SMTP Authentication profile
/// @param host the name in the route, which a certificate must contain; null for an address
public record LoginTerms(String profile, @Nullable DomainName host) {}
