package org.danegate.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.wording.Wording;

/// Rules of the mail flow policies.
final class MailFlowPolicyRules {

    private MailFlowPolicyRules() {}

    static void check(List<MailFlowPolicy> policies, Findings findings) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < policies.size(); i++) {
            MailFlowPolicy p = policies.get(i);
            String field = "mailFlowPolicies[" + i + "]";
            findings.name(field, p.name(), seen, "policy.mailflow.name");
            findings.range(field + ".maxConnections", p.maxConnections(), 1, 1000);
            findings.range(field + ".maxMessagesPerConnection", p.maxMessagesPerConnection(), 1, 100_000);
            findings.range(field + ".maxRecipientsPerMessage", p.maxRecipientsPerMessage(), 1, 100_000);
            findings.range(field + ".maxRecipientsPerHour", p.maxRecipientsPerHour(), 1, 1_000_000_000);
            findings.messageSize(field, p.maxMessageSize());
            if (p.honorTlsRequiredNo() && p.behavior() != MailFlowPolicy.Behavior.RELAY) {
                findings.error(field + ".honorTlsRequiredNo", Wording.of("policy.mailflow.tls-required"));
            }
            if (p.honorTlsMandatory() && p.behavior() != MailFlowPolicy.Behavior.RELAY) {
                findings.error(field + ".honorTlsMandatory", Wording.of("policy.mailflow.tls-mandatory"));
            }
            if (p.tls() == ListenerTls.IMPLICIT) {
                findings.error(field + ".tls", Wording.of("policy.mailflow.implicit"));
            }
            if (p.dkimSigning() && p.behavior() != MailFlowPolicy.Behavior.RELAY) {
                findings.error(field + ".dkimSigning", Wording.of("policy.mailflow.dkim"));
            }
        }
    }
}
