package org.danegate.policy;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.danegate.address.DomainName;

/// DKIM signing: the signing profiles and the settings that all of them share (the appliance's DKIM Global Settings).
///
/// @param profiles the signing profiles
/// @param signSystemMessages whether bounces, delay warnings, alerts and reports are signed, if a profile matches them
/// @param sendUnsigned whether mail that cannot be signed, because a key is missing or unreadable, leaves without a
///     signature; otherwise it waits
public record DkimSettings(List<SigningProfile> profiles, boolean signSystemMessages, boolean sendUnsigned) {

    public DkimSettings {
        profiles = List.copyOf(profiles);
    }

    /// No profile.
    public static DkimSettings defaults() {
        return new DkimSettings(List.of(), true, false);
    }

    /// Whether any profile can sign.
    public boolean isOn() {
        return profiles.stream().anyMatch(SigningProfile::enabled);
    }

    /// The profile for a sender: of those enabled the one with the most precise user, and of several the first.
    ///
    /// @param address the address of a From or Sender field
    /// @param domain the domain of the address
    public Optional<SigningProfile> profileFor(String address, DomainName domain) {
        return profiles.stream()
                .filter(profile -> profile.enabled() && profile.precision(address, domain) > 0)
                // The first of equals wins, as max takes the last one.
                .min(Comparator.comparingInt(profile -> -profile.precision(address, domain)));
    }
}
