package org.danegate.delivery;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.danegate.dialing.DialOrder;
import org.danegate.dialing.Hop;

/// Which addresses of a host an attempt dials, where it has more than one attempt takes: each attempt goes on where the
/// last one ended, so that in the end every address has its turn. May be used by many threads at once.
final class AddressTurns {

    private static final int MOST = 10_000;

    /// A host as seen from a gateway.
    private record Key(String gateway, String host, int port) {

        static Key of(Hop hop) {
            return new Key(hop.gateway().name(), hop.name(), hop.port());
        }
    }

    private final Map<Key, Set<InetAddress>> tried = Caffeine.newBuilder()
            .maximumSize(MOST)
            .executor(Runnable::run)
            .<Key, Set<InetAddress>>build()
            .asMap();

    /// The addresses of one attempt, in the order to dial.
    List<InetAddress> next(Hop hop) {
        return DialOrder.forAttempt(hop.addresses(), tried.getOrDefault(Key.of(hop), Set.of()));
    }

    /// None of these took the conversation.
    void inVain(Hop hop, Collection<InetAddress> dialled) {
        if (dialled.size() >= hop.addresses().size()) {
            tried.remove(Key.of(hop));
            return;
        }
        tried.compute(Key.of(hop), (key, before) -> {
            Set<InetAddress> known = before == null ? Set.of() : before;
            Set<InetAddress> all = new HashSet<>(known);
            all.addAll(dialled);
            if (!all.containsAll(hop.addresses())) {
                return Set.copyOf(all);
            }
            // All have had their turn: the next round has begun with those that were dialled again.
            Set<InetAddress> again = new HashSet<>(dialled);
            again.retainAll(known);
            return Set.copyOf(again);
        });
    }

    /// One of them took it: the next attempt begins at the start.
    void answered(Hop hop) {
        tried.remove(Key.of(hop));
    }
}
