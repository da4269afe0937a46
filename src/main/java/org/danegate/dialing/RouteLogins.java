package org.danegate.dialing;

import java.util.Optional;

/// The Outgoing SMTP Authentication profiles.
@FunctionalInterface
public interface RouteLogins {

    /// There are none.
    RouteLogins NONE = profile -> Optional.empty();

    /// The login of a profile; empty when there is no such profile.
    Optional<RouteLogin> of(String profile);
}
