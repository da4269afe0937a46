package org.danegate.dialing;

import java.net.InetAddress;
import java.util.List;
import org.danegate.dane.DanePlan;
import org.danegate.dane.HostChoice;
import org.danegate.dane.HostEvidence;
import org.danegate.event.Trouble;
import org.jspecify.annotations.Nullable;

/// An MX host, looked up and decided on, not yet connected to: the same for delivery, daneverify and the dry run.
///
/// @param plan what DANE allows here
/// @param addresses all that may be dialled, families in turn; empty when there is none
/// @param noWay why nothing can be dialled; null when an address can be; permanent when DNS says that there is none
/// @param ourselves whether the host is this gateway: neither it nor any host after it is used (RFC 5321 5.1)
/// @param choice how the host was found
public record PlannedHost(
        HostEvidence dns,
        DanePlan plan,
        List<InetAddress> addresses,
        @Nullable Trouble noWay,
        boolean ourselves,
        HostChoice choice) {

    public PlannedHost {
        addresses = List.copyOf(addresses);
    }

    /// The same host as the terms of a call see it.
    PlannedHost under(CallTerms terms) {
        return terms.daneUnheeded() ? new PlannedHost(dns, plan.ignored(), addresses, noWay, ourselves, choice) : this;
    }
}
