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

/// Selects the addresses of a host that an attempt dials when the host has more than one attempt can try. Each attempt
/// continues where the last one ended, so that every address has its turn in the end. Thread-safe.
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

    /// Records that none of these addresses accepted the conversation.
    void inVain(Hop hop, Collection<InetAddress> dialled) {
        if (dialled.size() >= hop.addresses().size()) {
            tried.remove(Key.of(hop));
            return;
        }
        tried.compute(
                Key.of(hop), (key, before) -> after(before == null ? Set.of() : before, dialled, hop.addresses()));
    }

    private static Set<InetAddress> after(
            Set<InetAddress> known, Collection<InetAddress> dialled, Collection<InetAddress> addresses) {
        Set<InetAddress> all = new HashSet<>(known);
        all.addAll(dialled);
        if (!all.containsAll(addresses)) {
            return Set.copyOf(all);
        }
        // All addresses have had their turn; the next round began with those that were dialled again.
        Set<InetAddress> again = new HashSet<>(dialled);
        again.retainAll(known);
        return Set.copyOf(again);
    }

    /// Records that an address accepted the conversation: the next attempt starts from the beginning.
    void answered(Hop hop) {
        tried.remove(Key.of(hop));
    }
}
