package org.danegate.access;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/// What a user may do, most first: each role may do all that the ones below it may. Rules by address and method stand
/// in
/// {@link WebSecurity}.
public enum Role {
    /// May do everything.
    ADMINISTRATOR("Administrator"),
    /// May change everything but other users, and see everything but users and the audit log.
    OPERATOR("Operator"),
    /// May look at everything but users and the audit log, run daneverify and change the own password.
    READ_ONLY_OPERATOR("Read-Only Operator"),
    /// May look at the Monitor pages, run daneverify and change the own password.
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
