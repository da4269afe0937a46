package org.danegate.policy;

import java.util.List;

/// The sections of a policy on their way to another policy that differs in a few of them.
final class PolicyDraft {

    DnsSettings dns;
    DestinationControls destinationControls;
    VirtualGateways virtualGateways;
    List<TlsRule> tlsBySender;
    DkimSettings dkim;
    TlsReportSettings tlsReports;

    private final Policy policy;

    PolicyDraft(Policy policy) {
        this.policy = policy;
        this.dns = policy.dns();
        this.destinationControls = policy.destinationControls();
        this.virtualGateways = policy.virtualGateways();
        this.tlsBySender = policy.tlsBySender();
        this.dkim = policy.dkim();
        this.tlsReports = policy.tlsReports();
    }

    Policy policy() {
        return new Policy(
                dns,
                destinationControls,
                policy.smtpRoutes(),
                policy.bounceProfiles(),
                policy.listeners(),
                policy.mailFlowPolicies(),
                policy.recipientAccess(),
                policy.logSubscriptions(),
                virtualGateways,
                policy.alerts(),
                tlsBySender,
                dkim,
                tlsReports);
    }
}
