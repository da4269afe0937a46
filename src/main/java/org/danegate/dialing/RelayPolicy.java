package org.danegate.dialing;

import org.danegate.address.DomainName;
import org.danegate.policy.SmtpRoute;
import org.danegate.policy.TlsSupport;
import org.danegate.sts.StsPlan;
import org.danegate.sts.StsPolicies;

/// The MTA-STS policy for a host of an SMTP route. It is that of the name in the route and not that of the recipients'
/// domain (RFC 8461 section 3.4), and it counts only where the route says so.
///
/// @param once looks the policy up when a host needs it
/// @param off why no policy counts; empty when one does
record RelayPolicy(PolicyOnce once, String off) {

    static RelayPolicy of(SmtpRoute.Host.Relay relay, CallTerms terms, StsPolicies policies) {
        String off = "";
        if (!relay.mtaSts()) {
            off = "the SMTP route does not use MTA-STS";
        } else if (terms.tls() == TlsSupport.NONE) {
            off = "TLS Support is None";
        } else if (terms.daneUnheeded()) {
            off = "the message asks for TLS-Required: No";
        }
        return new RelayPolicy(new PolicyOnce(policies, DomainName.parse(relay.bare()), off.isEmpty()), off);
    }

    /// What the policy asks of a host.
    StsPlan planFor(PlannedHost planned, DomainName host) {
        if (!off.isEmpty()) {
            return new StsPlan.NotAsked(off);
        }
        return planned.noWay() == null
                ? once.planFor(planned.plan(), host)
                : new StsPlan.NotAsked("the host has no usable address");
    }
}
