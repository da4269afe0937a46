package org.danegate.policy;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.danegate.address.DomainName;
import org.danegate.wording.Wording;

/// Rules of the DNS settings. Two servers are the same when address and port are the same, in whatever form the address
/// is written.
final class DnsRules {

    private final Findings findings;
    private final Map<String, String> lists = new HashMap<>();

    private DnsRules(Findings findings) {
        this.findings = findings;
    }

    static void check(DnsSettings dns, Findings findings) {
        DnsRules rules = new DnsRules(findings);
        rules.servers("dns.servers", dns.servers());
        rules.servers("dns.secondaryServers", dns.secondaryServers());
        rules.alternates(dns.alternateServers());
        Duration timeout = dns.timeout();
        if (timeout != null) {
            findings.range("dns.timeout", timeout, 1, 60);
        }
    }

    private void servers(String list, List<DnsSettings.Server> servers) {
        for (int i = 0; i < servers.size(); i++) {
            DnsSettings.Server server = servers.get(i);
            String field = list + "[" + i + "]";
            findings.address(field + ".address", server.address());
            findings.range(field + ".port", server.port(), 1, 65_535);
            findings.range(field + ".priority", server.priority(), 0, 65_535);
            twice(list, field, server);
        }
    }

    /// A server that is also a secondary server would be asked again right after it failed.
    private void twice(String list, String field, DnsSettings.Server server) {
        String first = lists.putIfAbsent(NetworkAddress.key(server.address()) + " " + server.port(), list);
        if (first != null) {
            String code = first.equals(list) ? "policy.dns.twice" : "policy.dns.primary";
            findings.error(field + ".address", Wording.of(code, server.address(), server.port()));
        }
    }

    private void alternates(List<DnsSettings.AlternateServer> servers) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < servers.size(); i++) {
            DnsSettings.AlternateServer server = servers.get(i);
            String domain = server.domain().toString();
            String field = "dns.alternateServers[" + i + "]";
            alternateDomain(server.domain()).ifPresent(fault -> findings.error(field + ".domain", fault));
            findings.address(field + ".address", server.address());
            findings.range(field + ".port", server.port(), 1, 65_535);
            if (!seen.add(domain + " " + NetworkAddress.key(server.address()) + " " + server.port())) {
                findings.error(
                        field + ".address",
                        Wording.of("policy.dns.twice.domain", server.address(), server.port(), domain));
            }
        }
    }

    /// Alternate servers answer for a domain and all its subdomains; the name takes no asterisk or leading dot.
    private static Optional<Wording> alternateDomain(DomainName domain) {
        String name = domain.ascii();
        return name.startsWith("*.")
                ? Optional.of(Wording.of("policy.dns.alternate.star", name, name.substring(2)))
                : MailDomains.fault(new DomainPattern(domain, false));
    }
}
