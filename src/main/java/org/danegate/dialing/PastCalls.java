package org.danegate.dialing;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// What earlier calls to a destination learned about its hosts, and where this call records what it learns.
public interface PastCalls {

    /// For a caller that calls once.
    PastCalls NONE = new PastCalls() {};

    /// Hosts tried recently; try the others first.
    default Set<String> hostsTried() {
        return Set.of();
    }

    /// The addresses of a host to dial, in order.
    default List<InetAddress> addresses(Hop hop) {
        return DialOrder.forAttempt(hop.addresses(), List.of());
    }

    /// Whether no address of the host could be reached a moment ago; try other hosts first.
    default boolean unreachable(Hop hop) {
        return false;
    }

    /// An address of the host accepted the conversation.
    default void answered(Hop hop) {}

    /// None of these addresses accepted the conversation.
    default void inVain(Hop hop, Collection<InetAddress> dialled) {}

    /// The call reached its bounds after trying these hosts.
    default void cut(Set<String> hosts) {}

    /// All hosts were tried.
    default void complete() {}
}
