package org.danegate.credentials.web;

import static java.util.Objects.requireNonNullElse;

import org.danegate.credentials.OutgoingProfile;

/// The fields of the form of a profile, as sent.
///
/// @param password empty to keep the password
/// @param serverKey as {@link OutgoingProfile} has it, with colons or blanks allowed
record OutgoingProfileForm(String name, String user, String password, String serverKey) {

    /// Fields that were not sent arrive as null.
    OutgoingProfileForm {
        name = requireNonNullElse(name, "").strip();
        user = requireNonNullElse(user, "").strip();
        password = requireNonNullElse(password, "");
        serverKey = requireNonNullElse(serverKey, "").strip();
    }

    /// The form for a new profile.
    static OutgoingProfileForm empty() {
        return new OutgoingProfileForm("", "", "", "");
    }

    /// The form with the profile's present values.
    static OutgoingProfileForm of(OutgoingProfile profile) {
        return new OutgoingProfileForm(profile.name(), profile.user(), "", profile.serverKey());
    }
}
