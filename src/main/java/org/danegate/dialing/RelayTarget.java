package org.danegate.dialing;

import java.net.InetAddress;
import java.util.List;
import org.danegate.dane.HostChoice;
import org.danegate.event.Trouble;

/// What a destination host of an SMTP route means.
sealed interface RelayTarget {

    /// An address, dialled as it is.
    record Address(InetAddress address) implements RelayTarget {}

    /// The MX hosts of the name in the route, or the name itself when it has none or is in brackets.
    ///
    /// @param choice how they were found
    /// @param hosts by preference, equal ones shuffled; never empty
    record Hosts(HostChoice choice, List<Route.MxHost> hosts) implements RelayTarget {
        public Hosts {
            hosts = List.copyOf(hosts);
        }
    }

    /// Nothing that can be dialled.
    ///
    /// @param unresolved whether the MX lookup of the name is the cause
    record Nothing(Trouble trouble, boolean unresolved) implements RelayTarget {
        Nothing(Trouble trouble) {
            this(trouble, false);
        }
    }
}
