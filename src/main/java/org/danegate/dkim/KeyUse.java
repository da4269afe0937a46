package org.danegate.dkim;

import java.time.LocalDate;
import org.danegate.address.DomainName;
import org.jspecify.annotations.Nullable;

/// A signing profile that uses a key.
///
/// @param profile name of the signing profile
/// @param owner where the record belongs; null when the name is too long
/// @param date first day on which it signs ({@link Phase#PLANNED}), or no longer signs ({@link Phase#REPLACED}); null
///     for others
/// @param keepUntil last day on which the record of a replaced key is needed; null for others
/// @param inForce whether the policy in force has it
/// @param inDraft whether the working copy has it
/// @param published what DNS said last; null when nobody looked
public record KeyUse(
        String profile,
        DomainName domain,
        String selector,
        @Nullable DomainName owner,
        Phase phase,
        @Nullable LocalDate date,
        @Nullable LocalDate keepUntil,
        boolean inForce,
        boolean inDraft,
        @Nullable Published published) {

    /// What the key does now.
    public enum Phase {
        /// Signs mail.
        SIGNS,
        /// Will sign from a day on.
        PLANNED,
        /// Signed until another key replaced it; its record is still needed.
        REPLACED,
        /// The profile is turned off.
        OFF
    }
}
