package org.danegate.config;

import java.util.Optional;
import org.danegate.policy.Policy;

/// Finds the form where a fault of the policy can be fixed. Each room with forms answers for its own fields.
public interface MendingForms {

    /// Address of the form that fixes a fault, with the field's input as fragment when the form has one.
    ///
    /// @param field as a fault names it, such as `smtpRoutes[2].hosts`
    /// @return empty when the field is not on a form of this room
    Optional<String> of(Policy policy, String field);
}
