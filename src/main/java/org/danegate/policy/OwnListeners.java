package org.danegate.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The listeners by their bound address, for callers that check many addresses.
final class OwnListeners {

    private final List<ListenerSettings> listeners;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private final Map<Integer, Integer> everywhere = new HashMap<>();

    OwnListeners(List<ListenerSettings> listeners) {
        this.listeners = listeners;
        for (int i = 0; i < listeners.size(); i++) {
            ListenerSettings l = listeners.get(i);
            if (NetworkAddress.isWildcard(l.address())) {
                everywhere.putIfAbsent(l.port(), i);
            } else {
                byAddress.putIfAbsent(at(l.address(), l.port()), i);
            }
        }
    }

    /// The first listener that a connection reaches. The addresses of this host are not known here, except the
    /// loopback ones.
    ///
    /// @param dialled an address; a connection to the wildcard address reaches the loopback one
    Optional<ListenerSettings> reached(String dialled, int port) {
        String reached = NetworkAddress.reached(dialled);
        Integer bound = byAddress.get(at(reached, port));
        Integer open = NetworkAddress.isLoopback(reached) ? everywhere.get(port) : null;
        return Stream.of(Optional.ofNullable(bound), Optional.ofNullable(open))
                .flatMap(Optional::stream)
                .min(Integer::compare)
                .map(listeners::get);
    }

    private static String at(String address, int port) {
        return NetworkAddress.key(address) + " " + port;
    }
}
