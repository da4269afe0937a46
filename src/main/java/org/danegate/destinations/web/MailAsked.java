package org.danegate.destinations.web;

import java.util.Optional;
import org.danegate.address.DomainName;
import org.danegate.address.MailAddress;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.Policy;
import org.danegate.policy.TlsBySender;
import org.jspecify.annotations.Nullable;

/// The mail whose settings somebody asks for.
///
/// @param domain of the recipient
/// @param recipient the whole address; null for any of the domain
/// @param sender envelope sender; empty for any
record MailAsked(DomainName domain, @Nullable String recipient, String sender) {

    /// Mail of any sender to any recipient of a domain.
    static MailAsked any(DomainName domain) {
        return new MailAsked(domain, null, "");
    }

    /// @param to a domain, or a mail address
    /// @param from a mail address, or empty
    /// @throws IllegalArgumentException when `to` is neither
    static MailAsked of(String to, String from) {
        int at = to.lastIndexOf('@');
        return new MailAsked(DomainName.parse(to.substring(at + 1)), at > 0 ? to : null, from);
    }

    /// Whether a text is a mail address, or empty.
    static boolean isSender(String text) {
        try {
            return text.isEmpty() || !MailAddress.parse(text).text().isEmpty();
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    /// A destination's settings with what TLS by Sender makes of them.
    ///
    /// @param profile the settings for this mail
    /// @param rule the row that raises one of them; null when none does
    record Raised(DestinationControls.Effective own, DestinationProfile profile, TlsBySender.@Nullable Found rule) {

        /// The row that raised a setting; null when its value is the destination's own.
        TlsBySender.@Nullable Found by(DestinationSetting<?> setting) {
            return profile.get(setting).equals(own.profile().get(setting)) ? null : rule;
        }
    }

    Raised raised(DestinationControls.Effective own, Policy policy) {
        TlsBySender rules = TlsBySender.of(policy.tlsBySender());
        Optional<TlsBySender.Found> found =
                recipient == null ? rules.find(sender, domain) : rules.find(sender, recipient);
        return new Raised(own, found.map(f -> f.rule().over(own.profile())).orElse(own.profile()), found.orElse(null));
    }
}
