package org.danegate.policy;

import java.util.List;
import org.danegate.wording.Fault;

/// The signing keys that a policy may name.
@FunctionalInterface
public interface SigningKeyNames {

    /// Sorted.
    List<String> names();

    /// What an administrator should know before these settings are committed: keys that are missing or do not fit,
    /// and records that are not published.
    ///
    /// @param inForce what was known before of the settings in force need not be acknowledged again
    /// @return with the fields of the policy
    default List<Fault> concerns(DkimSettings settings, DkimSettings inForce) {
        return List.of();
    }
}
