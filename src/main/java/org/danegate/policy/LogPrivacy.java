package org.danegate.policy;

/// What of people's mail does not leave this server with the lines of a log: those that are sent to a collector, and
/// all
/// consolidated events.
///
/// @param withoutSubjects whether subjects are left out
/// @param hashedAddresses whether the part of each mail address before the `@` is replaced by a keyed hash, the same
/// for
///     the same address; the domain stays
public record LogPrivacy(boolean withoutSubjects, boolean hashedAddresses) {

    /// Everything is written as it is.
    public static LogPrivacy none() {
        return new LogPrivacy(false, false);
    }
}
