package org.danegate.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/// The servers where resolving from the root begins.
///
/// @param servers of the root, at least one
/// @param port of all servers below the root, 53 but for a network of one's own
public record RootHints(List<InetSocketAddress> servers, int port) {

    public RootHints {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("a root server is needed");
        }
    }

    /// The thirteen root servers a to m, by IPv4 and IPv6 (IANA's root hints).
    public static RootHints iana() {
        return new RootHints(
                Stream.of(
                                "198.41.0.4",
                                "170.247.170.2",
                                "192.33.4.12",
                                "199.7.91.13",
                                "192.203.230.10",
                                "192.5.5.241",
                                "192.112.36.4",
                                "198.97.190.53",
                                "192.36.148.17",
                                "192.58.128.30",
                                "193.0.14.129",
                                "199.7.83.42",
                                "202.12.27.33",
                                "2001:503:ba3e::2:30",
                                "2801:1b8:10::b",
                                "2001:500:2::c",
                                "2001:500:2d::d",
                                "2001:500:a8::e",
                                "2001:500:2f::f",
                                "2001:500:12::d0d",
                                "2001:500:1::53",
                                "2001:7fe::53",
                                "2001:503:c27::2:30",
                                "2001:7fd::1",
                                "2001:500:9f::42",
                                "2001:dc3::35")
                        .map(text -> new InetSocketAddress(address(text), 53))
                        .toList(),
                53);
    }

    /// Servers given as `address` or `address:port`, separated by commas; the port of the first is that of all
    /// servers below. IPv6 addresses with a port are in brackets. Empty text: IANA's servers.
    ///
    /// @throws IllegalArgumentException when it cannot be read
    public static RootHints parse(String text) {
        if (text.isBlank()) {
            return iana();
        }
        List<InetSocketAddress> servers = Stream.of(text.split(","))
                .map(String::strip)
                .map(RootHints::server)
                .toList();
        return new RootHints(servers, servers.getFirst().getPort());
    }

    private static InetSocketAddress server(String text) {
        int bracket = text.lastIndexOf(']');
        int colon = text.lastIndexOf(':');
        boolean port = colon > bracket && (bracket >= 0 || text.indexOf(':') == colon);
        String address = (port ? text.substring(0, colon) : text).replaceAll("[\\[\\]]", "");
        return new InetSocketAddress(address(address), port ? Integer.parseInt(text.substring(colon + 1)) : 53);
    }

    private static InetAddress address(String text) {
        if (!text.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new IllegalArgumentException("an address of a root server is expected, not '" + text + "'");
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + text, e);
        }
    }
}
