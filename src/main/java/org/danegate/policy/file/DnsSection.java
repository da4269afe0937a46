package org.danegate.policy.file;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.danegate.address.DomainName;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.Sha1Signatures;
import org.jspecify.annotations.Nullable;

/// The section `dns` of a policy file.
final class DnsSection {

    private static final List<String> KEYS = List.of(
            "servers",
            "secondaryServers",
            "alternateServers",
            "useRootServers",
            "timeout",
            "trustAnchorFile",
            "sha1Signatures");

    private static final List<String> SERVER = List.of("address", "port", "priority");
    private static final List<String> ALTERNATE = List.of("domain", "address", "port");

    private DnsSection() {}

    static DnsSettings read(YamlMap root) {
        YamlMap map = root.map("dns", KEYS);
        return map == null
                ? DnsSettings.defaults()
                : new DnsSettings(
                        map.maps("servers", List.of(), DnsSection::server, SERVER),
                        map.maps("secondaryServers", List.of(), DnsSection::server, SERVER),
                        map.maps("alternateServers", List.of(), DnsSection::alternate, ALTERNATE),
                        map.truth("useRootServers", false),
                        map.read("timeout", YamlScalar::duration),
                        map.read("trustAnchorFile", YamlScalar.worded("policy.file.path", Path::of)),
                        map.word("sha1Signatures", Sha1Signatures.UNSUPPORTED));
    }

    private static DnsSettings.@Nullable Server server(YamlMap map) {
        return map.lacks("address")
                ? null
                : new DnsSettings.Server(map.text("address", ""), map.number("port", 53), map.number("priority", 0));
    }

    private static DnsSettings.@Nullable AlternateServer alternate(YamlMap map) {
        if (map.lacks("domain") || map.lacks("address")) {
            return null;
        }
        DomainName domain = map.domain("domain");
        return domain == null
                ? null
                : new DnsSettings.AlternateServer(domain, map.text("address", ""), map.number("port", 53));
    }

    static Map<String, Object> tree(DnsSettings dns) {
        Path anchor = dns.trustAnchorFile();
        return FileTree.map(
                "servers", FileTree.list(dns.servers(), DnsSection::tree),
                "secondaryServers", FileTree.list(dns.secondaryServers(), DnsSection::tree),
                "alternateServers", FileTree.list(dns.alternateServers(), DnsSection::tree),
                "useRootServers", dns.useRootServers(),
                "timeout", FileTree.seconds(dns.timeout()),
                "trustAnchorFile", anchor == null ? null : anchor.toString(),
                "sha1Signatures", dns.sha1Signatures().name());
    }

    private static Map<String, Object> tree(DnsSettings.Server s) {
        return FileTree.map("address", s.address(), "port", s.port(), "priority", s.priority());
    }

    private static Map<String, Object> tree(DnsSettings.AlternateServer a) {
        return FileTree.map("domain", a.domain().ascii(), "address", a.address(), "port", a.port());
    }
}
