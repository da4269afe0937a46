package org.danegate.policy.file;

import java.util.List;
import org.danegate.policy.Policy;
import org.danegate.wording.Fault;
import org.yaml.snakeyaml.nodes.Node;

/// Turns the file's nodes into a policy, section by section.
final class PolicyReader {

    private static final List<String> SECTIONS = List.of(
            "dns",
            "destinationControls",
            "smtpRoutes",
            "bounceProfiles",
            "listeners",
            "mailFlowPolicies",
            "recipientAccess",
            "logSubscriptions",
            "virtualGateways",
            "alerts",
            "tlsBySender",
            "dkim",
            "tlsReports");

    private final List<Fault> faults;
    private final Places places;

    PolicyReader(List<Fault> faults, Places places) {
        this.faults = faults;
        this.places = places;
    }

    Policy read(Node root) {
        YamlMap map = new YamlMap(root, "", faults, places, SECTIONS);
        Policy d = Policy.defaults();
        return new Policy(
                DnsSection.read(map),
                DestinationControlsSection.read(map),
                SmtpRoutesSection.read(map, d.smtpRoutes()),
                BounceProfilesSection.read(map, d.bounceProfiles()),
                ListenersSection.read(map, d.listeners()),
                MailFlowPoliciesSection.read(map, d.mailFlowPolicies()),
                RecipientAccessSection.read(map, d.recipientAccess()),
                LogSubscriptionsSection.read(map, d.logSubscriptions()),
                VirtualGatewaysSection.read(map),
                AlertsSection.read(map),
                TlsBySenderSection.read(map, d.tlsBySender()),
                DkimSection.read(map),
                TlsReportsSection.read(map));
    }
}
