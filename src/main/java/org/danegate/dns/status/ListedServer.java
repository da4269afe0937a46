package org.danegate.dns.status;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.danegate.dns.ServerHealth;
import org.danegate.policy.DnsSettings;

/// A resolver as listed in the settings.
///
/// @param address never a name
/// @param port 1 to 65535
/// @param role what it is queried for
/// @param priority a lower value is queried first; zero for all but DNS servers and secondary servers
/// @param domain the one domain of an alternate server, else empty
public record ListedServer(String address, int port, Role role, int priority, String domain) {

    /// What a server is queried for.
    public enum Role {
        SERVER("DNS server"),
        SECONDARY("Secondary server"),
        ALTERNATE("Alternate server"),
        SYSTEM("System resolver");

        private final String label;

        Role(String label) {
            this.label = label;
        }

        /// The name shown on the page.
        public String label() {
            return label;
        }
    }

    /// Address, with the port when it is not 53; the same as in [ServerHealth#server()].
    public String name() {
        try {
            return ServerHealth.name(socketAddress());
        } catch (UnknownHostException e) {
            return address;
        }
    }

    InetSocketAddress socketAddress() throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }

    /// The servers of the settings in the order they are queried; none when the root servers are used and no domain
    /// has a server of its own.
    ///
    /// @param ofSystem the system's resolvers, which are used while no server is listed
    public static List<ListedServer> of(DnsSettings settings, List<InetSocketAddress> ofSystem) {
        List<ListedServer> listed = new ArrayList<>();
        if (!settings.useRootServers()) {
            listed.addAll(servers(settings, ofSystem));
            settings.secondaryServers()
                    .forEach(
                            s -> listed.add(new ListedServer(s.address(), s.port(), Role.SECONDARY, s.priority(), "")));
        }
        settings.alternateServers()
                .forEach(s -> listed.add(new ListedServer(
                        s.address(), s.port(), Role.ALTERNATE, 0, s.domain().ascii())));
        return List.copyOf(listed);
    }

    private static List<ListedServer> servers(DnsSettings settings, List<InetSocketAddress> ofSystem) {
        if (settings.servers().isEmpty()) {
            return ofSystem.stream()
                    .map(s -> new ListedServer(s.getAddress().getHostAddress(), s.getPort(), Role.SYSTEM, 0, ""))
                    .toList();
        }
        return settings.servers().stream()
                .sorted(java.util.Comparator.comparingInt(DnsSettings.Server::priority))
                .map(s -> new ListedServer(s.address(), s.port(), Role.SERVER, s.priority(), ""))
                .toList();
    }

    /// The settings with only this server, to validate through it.
    DnsSettings alone(DnsSettings from, java.time.Duration timeout) {
        return new DnsSettings(
                List.of(new DnsSettings.Server(address, port, 0)),
                List.of(),
                List.of(),
                false,
                timeout,
                from.trustAnchorFile());
    }
}
