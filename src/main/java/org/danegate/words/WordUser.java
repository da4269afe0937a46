package org.danegate.words;

import org.danegate.access.Role;

/// The user who enters a word.
///
/// @param name user of the console, or the system's user at the socket file; as the audit log has it
/// @param role what the user may do
/// @param address where the user is; `local` at the socket file
public record WordUser(String name, Role role, String address) {

    /// Whether the user may do what that role may.
    public boolean mayAct(Role needed) {
        return role.compareTo(needed) <= 0;
    }
}
