package org.danegate.access;

/// A password that one person chose for another.
///
/// @param text the password
/// @param once whether the user must choose another one at the next sign-in
public record GivenPassword(String text, boolean once) {

    /// A password that stays until somebody changes it: for scripts and tests, and when the person chose it.
    public static GivenPassword lasting(String text) {
        return new GivenPassword(text, false);
    }

    /// A password that is valid for a single sign-in, so that only its user knows the next one.
    public static GivenPassword once(String text) {
        return new GivenPassword(text, true);
    }

    @Override
    public String toString() {
        return "GivenPassword[once=" + once + "]";
    }
}
