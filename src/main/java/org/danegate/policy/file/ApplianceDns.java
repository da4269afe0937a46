package org.danegate.policy.file;

import java.util.ArrayList;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.policy.DnsSettings;
import org.danegate.wording.Wording;
import org.w3c.dom.Element;

/// Imports the DNS servers of an appliance: `dns/local_dns/dns_ip` and `dns/alt_dns/alt_dns_domain`.
final class ApplianceDns {

    private final List<DnsSettings.Server> servers = new ArrayList<>();
    private final List<DnsSettings.AlternateServer> alternate = new ArrayList<>();
    private final List<Wording> said;

    private ApplianceDns(List<Wording> said) {
        this.said = said;
    }

    /// @param now provides what the appliance does not have
    /// @param said sentences about the import are added here
    static DnsSettings read(Element config, DnsSettings now, List<Wording> said) {
        ApplianceDns found = new ApplianceDns(said);
        for (Element dns : ApplianceXml.children(config, "dns")) {
            ApplianceXml.grandchildren(dns, "local_dns", "dns_ip").forEach(found::server);
            ApplianceXml.grandchildren(dns, "alt_dns", "alt_dns_domain").forEach(found::alternate);
        }
        return found.over(now);
    }

    private void server(Element ip) {
        servers.add(new DnsSettings.Server(
                ip.getTextContent().strip(),
                53,
                ApplianceNumber.of(ip.getAttribute("priority")).orElse(0)));
    }

    private void alternate(Element entry) {
        String name = ApplianceXml.text(entry, "dns_domain").orElse("");
        try {
            DomainName domain = DomainName.parse(name);
            ApplianceXml.children(entry, "nameserver")
                    .forEach(server -> ApplianceXml.text(server, "ip")
                            .ifPresent(ip -> alternate.add(new DnsSettings.AlternateServer(domain, ip, 53))));
        } catch (IllegalArgumentException noDomain) {
            said.add(Wording.of("policy.appliance.left-out", "alt_dns_domain", name));
        }
    }

    private DnsSettings over(DnsSettings now) {
        if (servers.isEmpty() && alternate.isEmpty()) {
            return now;
        }
        said.add(Wording.of("policy.appliance.dns", servers.size(), alternate.size()));
        return new DnsSettings(
                servers.isEmpty() ? now.servers() : servers,
                servers.isEmpty() ? now.secondaryServers() : List.of(),
                alternate.isEmpty() ? now.alternateServers() : alternate,
                servers.isEmpty() && now.useRootServers(),
                now.timeout(),
                now.trustAnchorFile(),
                now.sha1Signatures());
    }
}
