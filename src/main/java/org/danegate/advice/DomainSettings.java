package org.danegate.advice;

import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationControls.Effective;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.Policy;
import org.danegate.policy.Sha1Signatures;
import org.danegate.policy.SmtpRoute;
import org.danegate.policy.TlsSupport;

/// The settings that apply to a domain, and how they came about.
///
/// @param dane DANE Support in force
/// @param tls TLS Support in force
/// @param sts whether MTA-STS policies are used
/// @param routed whether an SMTP route replaces the MX records
/// @param sha1Refused whether SHA-1 signatures are set to unsupported
/// @param daneLowered what makes DANE Support weaker than it would be otherwise
/// @param tlsLowered whether the domain's own entry makes TLS Support weaker than it would be otherwise
public record DomainSettings(
        DaneSupport dane,
        TlsSupport tls,
        boolean sts,
        boolean routed,
        boolean sha1Refused,
        Lowered daneLowered,
        boolean tlsLowered) {

    /// What makes a setting weaker.
    public enum Lowered {
        NO,
        /// The domain's own entry.
        BY_ENTRY,
        /// An exception from DANE, which ends by itself.
        BY_EXCEPTION
    }

    /// What a policy has for a domain.
    public static DomainSettings of(Policy policy, DomainName domain) {
        DestinationControls controls = policy.destinationControls();
        Effective effective = controls.effectiveFor(domain);
        DestinationProfile profile = effective.profile();
        DestinationProfile inherited = inherited(controls, domain);
        return new DomainSettings(
                profile.dane(),
                profile.tls(),
                profile.usesMtaSts(),
                SmtpRoute.forDomain(domain, policy.smtpRoutes()).isPresent(),
                policy.dns().sha1Signatures() == Sha1Signatures.UNSUPPORTED,
                daneLowered(effective, inherited, domain),
                own(effective, domain, DestinationSetting.TLS) && profile.tls().isWeakerThan(inherited.tls()));
    }

    private static DestinationProfile inherited(DestinationControls controls, DomainName domain) {
        DomainPattern pattern = new DomainPattern(domain, false);
        List<DestinationEntry> others = controls.entries().stream()
                .filter(entry -> !entry.pattern().equals(pattern))
                .toList();
        return new DestinationControls(controls.defaultProfile(), others, controls.global())
                .effectiveFor(domain)
                .profile();
    }

    private static Lowered daneLowered(Effective effective, DestinationProfile inherited, DomainName domain) {
        if (effective.exception() != null) {
            return Lowered.BY_EXCEPTION;
        }
        boolean weaker = effective.profile().dane().compareTo(inherited.dane()) < 0;
        return weaker && own(effective, domain, DestinationSetting.DANE) ? Lowered.BY_ENTRY : Lowered.NO;
    }

    private static boolean own(Effective effective, DomainName domain, DestinationSetting<?> setting) {
        DestinationEntry entry = effective.entry();
        return entry != null && entry.pattern().equals(new DomainPattern(domain, false)) && entry.get(setting) != null;
    }
}
