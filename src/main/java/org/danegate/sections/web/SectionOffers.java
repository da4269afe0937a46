package org.danegate.sections.web;

import java.util.List;
import java.util.Map;
import org.danegate.policy.InstalledNames;
import org.danegate.policy.IpInterface;
import org.danegate.policy.MailFlowPolicy;
import org.danegate.policy.OutgoingLogins;
import org.danegate.policy.Policy;
import org.danegate.policy.SigningKeyNames;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Names to choose from in fields that refer to another object.
@Component
class SectionOffers {

    private final InstalledNames certificates;
    private final OutgoingLogins logins;
    private final SigningKeyNames keys;

    SectionOffers(
            ObjectProvider<InstalledNames> certificates,
            ObjectProvider<OutgoingLogins> logins,
            ObjectProvider<SigningKeyNames> keys) {
        this.keys = keys.getIfAvailable(() -> List::of);
        this.certificates = certificates.getIfAvailable(() -> List::of);
        this.logins = logins.getIfAvailable(() -> List::of);
    }

    /// Names by key of the field.
    Map<String, List<String>> of(Policy policy) {
        List<String> interfaces = policy.virtualGateways().interfaces().stream()
                .map(IpInterface::name)
                .toList();
        List<String> relaying = policy.mailFlowPolicies().stream()
                .filter(p -> p.behavior() == MailFlowPolicy.Behavior.RELAY)
                .map(MailFlowPolicy::name)
                .toList();
        List<String> signing = keys.names();
        return Map.ofEntries(
                Map.entry("certificate", certificates()),
                Map.entry("syslogCertificate", certificates()),
                Map.entry("authentication", logins.names()),
                Map.entry("authPolicy", relaying),
                Map.entry(
                        "policy",
                        policy.mailFlowPolicies().stream()
                                .map(MailFlowPolicy::name)
                                .toList()),
                Map.entry("outgoingInterface", interfaces),
                Map.entry("defaultInterface", interfaces),
                Map.entry("key", signing),
                Map.entry("secondKey", signing),
                Map.entry("nextKey", signing));
    }

    List<String> certificates() {
        return certificates.names();
    }
}
