package org.danegate.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.danegate.wording.Wording;

/// Rules of the rows of *TLS by Sender*.
final class TlsRuleRules {

    private TlsRuleRules() {}

    static void check(List<TlsRule> rules, Findings findings) {
        Set<String> names = new HashSet<>();
        Set<List<AddressPattern>> pairs = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            TlsRule rule = rules.get(i);
            String field = "tlsBySender[" + i + "]";
            findings.name(field, rule.name(), names, "policy.tls.rule.name");
            if (!pairs.add(List.of(rule.sender(), rule.recipient()))) {
                findings.error(
                        field + ".sender",
                        Wording.of(
                                "policy.tls.rule.twice",
                                rule.sender().text(),
                                rule.recipient().text()));
            }
        }
    }
}
