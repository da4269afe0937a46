package org.danegate.policy.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.Policy;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/// The configuration of an appliance, as *Save Configuration* writes it: XML with the root `config`. Only elements
/// with a publicly known meaning are imported: DNS servers (`dns/local_dns/dns_ip`, `dns/alt_dns/alt_dns_domain`) and
/// bounce profiles (`bounce_profiles/bounce_profile`). Destination Controls and SMTP routes have their own files on
/// the appliance.
public final class ApplianceConfiguration {

    private static final Pattern START =
            Pattern.compile("\\s*(<\\?xml\\s|<!DOCTYPE\\s|<config[\\s>])", Pattern.CASE_INSENSITIVE);
    /// The most characters of a configuration; appliances use a tenth of this.
    private static final int MOST_CHARACTERS = 8_000_000;

    private ApplianceConfiguration() {}

    /// The result of reading.
    ///
    /// @param policy the policy with everything that could be imported; null when nothing could
    /// @param said what was imported and what was not, or why nothing could be; sentences
    public record Reading(@Nullable Policy policy, List<Wording> said) {
        public Reading {
            said = List.copyOf(said);
        }
    }

    /// Whether a text is XML, and not a table or a policy file.
    public static boolean recognised(String text) {
        return START.matcher(ByteOrderMark.without(text)).lookingAt();
    }

    /// Imports what is known from a configuration.
    ///
    /// @param now the policy that provides all the rest
    public static Reading read(String text, Policy now) {
        if (text.length() > MOST_CHARACTERS) {
            return nothing(Wording.of("policy.file.characters", text.length(), MOST_CHARACTERS));
        }
        try {
            Element config = ApplianceXml.root(text);
            return config.getTagName().equals("config")
                    ? imported(config, now)
                    : nothing(Wording.of("policy.appliance.other", config.getTagName()));
        } catch (SAXException | IOException unreadable) {
            return nothing(Wording.of("policy.appliance.unreadable", String.valueOf(unreadable.getMessage())));
        }
    }

    private static Reading imported(Element config, Policy now) {
        List<Wording> said = new ArrayList<>();
        DnsSettings dns = ApplianceDns.read(config, now.dns(), said);
        List<BounceProfile> profiles = ApplianceBounceProfiles.read(config, now.bounceProfiles(), said);
        if (said.isEmpty()) {
            return nothing(Wording.of("policy.appliance.nothing"));
        }
        said.add(Wording.of("policy.appliance.rest"));
        return new Reading(with(dns, profiles, now), said);
    }

    private static Policy with(DnsSettings dns, List<BounceProfile> profiles, Policy now) {
        return new Policy(
                dns,
                now.destinationControls(),
                now.smtpRoutes(),
                profiles,
                now.listeners(),
                now.mailFlowPolicies(),
                now.recipientAccess(),
                now.logSubscriptions(),
                now.virtualGateways(),
                now.alerts(),
                now.tlsBySender(),
                now.dkim(),
                now.tlsReports());
    }

    private static Reading nothing(Wording why) {
        return new Reading(null, List.of(why));
    }
}
