package org.danegate.access;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/// A user's role, the most powerful first: each role may do everything that the ones below it may. [RequestRules]
/// has the rules by address and method.
public enum Role {
    /// May do everything.
    ADMINISTRATOR("Administrator"),
    /// May change everything except other users, and see everything except users and the audit log.
    OPERATOR("Operator"),
    /// May look at everything except users and the audit log, run daneverify and change their own password.
    READ_ONLY_OPERATOR("Read-Only Operator"),
    /// May look at the Monitor pages, run daneverify and change their own password.
    HELP_DESK("Help Desk");

    private final String label;

    Role(String label) {
        this.label = label;
    }

    /// The words shown.
    public String label() {
        return label;
    }

    /// The authority that Spring Security's `hasRole` asks for.
    public GrantedAuthority authority() {
        return new SimpleGrantedAuthority("ROLE_" + name());
    }
}
