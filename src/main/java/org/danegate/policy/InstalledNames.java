package org.danegate.policy;

import java.util.List;

/// Names of the certificates that a policy may name.
@FunctionalInterface
public interface InstalledNames {

    /// Sorted.
    List<String> names();
}
