package org.danegate.monitor.web;

import java.util.ArrayList;
import java.util.List;
import org.danegate.dane.DanePlan;
import org.danegate.dane.Evidence;
import org.danegate.dane.Evidence.HostResult;
import org.danegate.dns.answer.TlsaRecord;
import org.jspecify.annotations.Nullable;

/// Commands with which a postmaster can see for himself what an attempt saw. Names come from validated domain names,
/// so nothing in them needs quoting.
record HandChecks(Evidence evidence, @Nullable HostResult host) {

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (evidence.domain() != null) {
            lines.add("dig +dnssec " + evidence.domain().domain().ascii() + " MX");
            lines.add("delv " + evidence.domain().domain().ascii() + " MX");
        }
        HostResult at = host;
        if (at != null && at.dns() != null) {
            String name = at.dns().host().ascii();
            lines.add("dig +dnssec " + name + " A");
            at.dns()
                    .tlsa()
                    .forEach(l -> lines.add(
                            "dig +dnssec " + l.answer().question().name().ascii() + " TLSA"));
            lines.add(openssl(at, name));
            lines.add("posttls-finger -c -l dane-only " + evidence.destination());
        }
        return lines;
    }

    private static String openssl(HostResult at, String name) {
        int port = at.addresses().isEmpty() ? 25 : at.addresses().getLast().port();
        StringBuilder command = new StringBuilder("openssl s_client -starttls smtp -connect " + name + ":" + port);
        if (at.plan() instanceof DanePlan.Authenticate plan) {
            command.append(" -dane_tlsa_domain ").append(plan.baseDomain().ascii());
            for (TlsaRecord record : plan.usable()) {
                command.append(" -dane_tlsa_rrdata \"").append(record.text()).append('"');
            }
        }
        return command.toString();
    }
}
