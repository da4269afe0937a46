package org.danegate.access.web;

import org.danegate.access.Role;

/// What the user form holds; checked by {@link org.danegate.access.Users}.
///
/// @param name name to sign in with
/// @param password empty on the form that changes a user
/// @param role what the user may do
/// @param enabled whether the user may sign in
record UserForm(String name, String password, Role role, boolean enabled) {}
