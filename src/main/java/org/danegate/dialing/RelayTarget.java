package org.danegate.dialing;

import java.net.InetAddress;
import java.util.List;
import org.danegate.event.Trouble;

/// What a destination host of an SMTP route means.
sealed interface RelayTarget {

    /// An address, dialled as it is.
    record Address(InetAddress address) implements RelayTarget {}

    /// The MX hosts of the name in the route, or the name itself when it has none or is in brackets.
    ///
    /// @param hosts by preference, equal ones shuffled; never empty
    record Hosts(List<Route.MxHost> hosts) implements RelayTarget {
        public Hosts {
            hosts = List.copyOf(hosts);
        }
    }

    /// Nothing that can be dialled.
    record Nothing(Trouble trouble) implements RelayTarget {}
}
