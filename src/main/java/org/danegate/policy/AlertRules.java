package org.danegate.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.danegate.wording.Wording;

/// Rules of the alert settings.
final class AlertRules {

    private AlertRules() {}

    static void check(Policy policy, Findings findings) {
        AlertSettings a = policy.alerts();
        findings.range("alerts.initialWait", a.initialWait(), 0, 86_400);
        findings.range("alerts.maxWait", a.maxWait(), 0, 86_400);
        if (a.maxWait().compareTo(a.initialWait()) < 0) {
            findings.error("alerts.maxWait", Wording.of("policy.alerts.wait"));
        }
        recipients(a.recipients(), findings);
        if (policy.destinationControls().global().alertOnRequiredTlsFailure()
                && a.recipients().stream().noneMatch(r -> r.wants(AlertSettings.Severity.WARNING))) {
            findings.advice("alerts.recipients", Wording.of("policy.alerts.nobody"));
        }
    }

    private static void recipients(List<AlertSettings.AlertRecipient> recipients, Findings findings) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < recipients.size(); i++) {
            String address = recipients.get(i).address().text();
            if (!seen.add(address)) {
                findings.error("alerts.recipients[" + i + "].address", Wording.of("policy.entry.twice", address));
            }
        }
    }
}
