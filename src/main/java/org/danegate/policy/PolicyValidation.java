package org.danegate.policy;

import java.util.List;
import org.danegate.wording.Fault;

/// Checks a policy as a whole: ranges of the seed's form, references, and combinations that cannot work.
public final class PolicyValidation {

    private PolicyValidation() {}

    /// All faults and advice, in the order of the policy file's sections.
    public static List<Fault> validate(Policy policy) {
        Findings findings = new Findings();
        RouteAndDane routeAndDane = new RouteAndDane(policy, findings);
        DnsRules.check(policy.dns(), findings);
        DestinationRules.check(policy, findings);
        RouteRules.check(policy, routeAndDane, findings);
        BounceProfileRules.check(policy.bounceProfiles(), findings);
        ListenerRules.check(policy, findings);
        MailFlowPolicyRules.check(policy.mailFlowPolicies(), findings);
        RecipientAccessRules.check(policy.recipientAccess(), routeAndDane, findings);
        LogRules.check(policy.logSubscriptions(), findings);
        GatewayRules.check(policy, findings);
        AlertRules.check(policy, findings);
        TlsRuleRules.check(policy.tlsBySender(), findings);
        DkimRules.check(policy, findings);
        TlsReportRules.check(policy, findings);
        return findings.all();
    }
}
