package org.danegate.access.web;

/// What the page for the own password holds.
///
/// @param current the password so far
/// @param password the new one
/// @param repeated the new one again
record PasswordForm(String current, String password, String repeated) {}
