package org.danegate.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.danegate.wording.Wording;

/// Rules of the recipient access table.
final class RecipientAccessRules {

    private RecipientAccessRules() {}

    static void check(List<RecipientAccess> lines, RouteAndDane routeAndDane, Findings findings) {
        Set<DomainPattern> seen = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            DomainPattern domain = lines.get(i).domain();
            String field = "recipientAccess[" + i + "].domain";
            routeAndDane.recipient(field, lines.get(i));
            MailDomains.fault(domain).ifPresent(fault -> findings.error(field, fault));
            if (!seen.add(domain)) {
                findings.error(field, Wording.of("policy.entry.twice", domain.toString()));
            }
        }
    }
}
