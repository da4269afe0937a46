package org.danegate.sections.web;

import java.util.List;
import java.util.Map;
import org.danegate.policy.InstalledNames;
import org.danegate.policy.IpInterface;
import org.danegate.policy.MailFlowPolicy;
import org.danegate.policy.OutgoingLogins;
import org.danegate.policy.Policy;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Names to choose from in fields that refer to another object.
@Component
class SectionOffers {

    private final InstalledNames certificates;
    private final OutgoingLogins logins;

    SectionOffers(ObjectProvider<InstalledNames> certificates, ObjectProvider<OutgoingLogins> logins) {
        this.certificates = certificates.getIfAvailable(() -> List::of);
        this.logins = logins.getIfAvailable(() -> List::of);
    }

    /// Names by key of the field.
    Map<String, List<String>> of(Policy policy) {
        List<String> interfaces = policy.virtualGateways().interfaces().stream()
                .map(IpInterface::name)
                .toList();
        return Map.of(
                "certificate",
                certificates(),
                "syslogCertificate",
                certificates(),
                "authentication",
                logins.names(),
                "authPolicy",
                policy.mailFlowPolicies().stream()
                        .filter(p -> p.behavior() == MailFlowPolicy.Behavior.RELAY)
                        .map(MailFlowPolicy::name)
                        .toList(),
                "policy",
                policy.mailFlowPolicies().stream().map(MailFlowPolicy::name).toList(),
                "outgoingInterface",
                interfaces,
                "defaultInterface",
                interfaces);
    }

    List<String> certificates() {
        return certificates.names();
    }
}
