package org.danegate.policy;

import java.time.Instant;
import org.danegate.address.DomainName;

/// A weaker DANE Support for one domain until a time. It lowers what Destination Controls demand, and never raises it.
///
/// @param domain the destination; an exception does not cover its subdomains
/// @param support `NONE` or `OPPORTUNISTIC`
/// @param until when it ends
/// @param reason for people; may be empty
/// @param by the user who made it
public record DaneException(DomainName domain, DaneSupport support, Instant until, String reason, String by) {

    /// @throws IllegalArgumentException when the support could not be weaker than any other
    public DaneException {
        if (support == DaneSupport.MANDATORY) {
            throw new IllegalArgumentException("an exception from DANE cannot demand DANE");
        }
    }
}
