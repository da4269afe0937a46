package org.danegate.config;

import java.util.Optional;
import org.danegate.policy.Policy;

/// Where faults of the policy are mended: each room with forms answers for its own fields.
public interface MendingForms {

    /// Address of the form that mends a fault, with the field's input as fragment where the form has one.
    ///
    /// @param field as a fault names it, such as `smtpRoutes[2].hosts`
    /// @return empty where the field is not on a form of this room
    Optional<String> of(Policy policy, String field);
}
