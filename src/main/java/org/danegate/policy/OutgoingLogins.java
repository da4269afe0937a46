package org.danegate.policy;

import java.util.List;

/// Names of the Outgoing SMTP Authentication profiles that an SMTP route may name.
@FunctionalInterface
public interface OutgoingLogins {

    /// Sorted.
    List<String> names();
}
