package org.danegate.policy.file;

import java.util.Map;
import org.danegate.policy.DestinationEntry;
import org.danegate.policy.Policy;

/// Writes a policy as the file that {@link PolicyFile} reads.
public final class PolicyDocument {

    private PolicyDocument() {}

    /// The policy as YAML text.
    public static String yaml(Policy policy) {
        return yaml(tree(policy));
    }

    /// A part of {@link #tree} as YAML text.
    public static String yaml(Map<String, ?> part) {
        return YamlText.of(part);
    }

    /// The policy as maps, lists, texts, numbers and truth values, ready for YAML or JSON.
    public static Map<String, Object> tree(Policy policy) {
        return FileTree.map(
                "dns", DnsSection.tree(policy.dns()),
                "destinationControls", DestinationControlsSection.tree(policy.destinationControls()),
                "smtpRoutes", FileTree.list(policy.smtpRoutes(), SmtpRoutesSection::tree),
                "bounceProfiles", FileTree.list(policy.bounceProfiles(), BounceProfilesSection::tree),
                "listeners", FileTree.list(policy.listeners(), ListenersSection::tree),
                "mailFlowPolicies", FileTree.list(policy.mailFlowPolicies(), MailFlowPoliciesSection::tree),
                "recipientAccess", FileTree.list(policy.recipientAccess(), RecipientAccessSection::tree),
                "logSubscriptions", FileTree.list(policy.logSubscriptions(), LogSubscriptionsSection::tree),
                "virtualGateways", VirtualGatewaysSection.tree(policy.virtualGateways()),
                "alerts", AlertsSection.tree(policy.alerts()),
                "tlsBySender", FileTree.list(policy.tlsBySender(), TlsBySenderSection::tree),
                "dkim", DkimSection.tree(policy.dkim()),
                "tlsReports", TlsReportsSection.tree(policy.tlsReports()));
    }

    /// One destination entry; keys that use Default are left out.
    public static Map<String, Object> entry(DestinationEntry e) {
        return DestinationControlsSection.tree(e);
    }
}
