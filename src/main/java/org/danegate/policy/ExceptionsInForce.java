package org.danegate.policy;

import java.util.Collection;

/// Receives the exceptions from DANE Support that hold now. They lie over the committed policy: everybody who reads the
/// policy in force sees them, and neither the working copy nor a revision contains them.
@FunctionalInterface
public interface ExceptionsInForce {

    /// Replaces all exceptions. Attempts that begin afterwards use them.
    void replace(Collection<DaneException> exceptions);
}
