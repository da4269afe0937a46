package org.danegate.dns;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;

/// The resolvers that the system names now. What is known about one is kept while the system names it. Thread-safe.
final class SystemUpstreams {

    private final SystemResolvers system;
    private final Function<InetSocketAddress, Upstream> made;
    private volatile List<Upstream> known = List.of();

    /// @param system consulted at each question
    /// @param made makes the upstream of an address
    SystemUpstreams(SystemResolvers system, Function<InetSocketAddress, Upstream> made) {
        this.system = system;
        this.made = made;
    }

    List<Upstream> current() {
        List<InetSocketAddress> named = system.current();
        List<Upstream> before = known;
        if (before.stream().map(Upstream::address).toList().equals(named)) {
            return before;
        }
        List<Upstream> now = named.stream().map(address -> of(address)).toList();
        known = now;
        return now;
    }

    private Upstream of(InetSocketAddress address) {
        return known.stream()
                .filter(u -> u.address().equals(address))
                .findFirst()
                .orElseGet(() -> made.apply(address));
    }
}
