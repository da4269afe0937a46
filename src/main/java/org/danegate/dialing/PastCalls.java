package org.danegate.dialing;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// What earlier calls to a destination left behind, and what this one leaves.
public interface PastCalls {

    /// Of a caller who calls for the first time, and only once.
    PastCalls NONE = new PastCalls() {};

    /// Hosts that had their turn lately: the others come first.
    default Set<String> hostsTried() {
        return Set.of();
    }

    /// The addresses of a host to dial, in order.
    default List<InetAddress> addresses(Hop hop) {
        return DialOrder.forAttempt(hop.addresses(), List.of());
    }

    /// Whether no address of the host could be reached a moment ago: other hosts are tried before.
    default boolean unreachable(Hop hop) {
        return false;
    }

    /// An address of the host took the conversation.
    default void answered(Hop hop) {}

    /// None of these took it.
    default void inVain(Hop hop, Collection<InetAddress> dialled) {}

    /// The call ended at its bounds; these hosts had their turn.
    default void cut(Set<String> hosts) {}

    /// No host was left out.
    default void complete() {}
}
