package org.danegate.dialing;

import java.net.InetAddress;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dialing.Route.MxHost;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.policy.SmtpRoute;

/// Finds what the destination hosts of an SMTP route mean: an address, the MX hosts of a name, or the name itself.
final class RelayTargets {

    private final DaneGathering gathering;
    private final DomainName self;

    /// @param gathering lookups
    /// @param self this host's own name: MX hosts of equal or worse preference than it are dropped
    RelayTargets(DaneGathering gathering, DomainName self) {
        this.gathering = gathering;
        this.self = self;
    }

    /// What a destination host of a route means. Blocks for the MX lookup of a name that is not in brackets.
    RelayTarget of(SmtpRoute.Host.Relay relay) {
        return relay.isAddress() ? address(relay) : name(relay);
    }

    private static RelayTarget address(SmtpRoute.Host.Relay relay) {
        try {
            return new RelayTarget.Address(InetAddress.ofLiteral(relay.bare()));
        } catch (IllegalArgumentException e) {
            return new RelayTarget.Nothing(RoutingTroubles.notNow(relay.host() + " is not an address"));
        }
    }

    private RelayTarget name(SmtpRoute.Host.Relay relay) {
        DomainName name;
        try {
            name = DomainName.parse(relay.bare());
        } catch (IllegalArgumentException e) {
            return new RelayTarget.Nothing(RoutingTroubles.notNow(relay.host() + " is not a host name"));
        }
        return relay.isBracketed() ? itself(name, relay) : byMxOf(name, relay);
    }

    private static RelayTarget itself(DomainName name, SmtpRoute.Host.Relay relay) {
        return new RelayTarget.Hosts(List.of(new MxHost(name, relay.priority())));
    }

    private RelayTarget byMxOf(DomainName name, SmtpRoute.Host.Relay relay) {
        return switch (gathering.plainDomain(name).mx()) {
            case Answer.Found<MxRecord> found -> byRecords(name, relay, found.records());
            case Answer.Denied<MxRecord> denied -> itself(name, relay);
            case Answer.Bogus<MxRecord> bogus -> new RelayTarget.Nothing(RoutingTroubles.bogusMx(name, bogus));
            case Answer.Failed<MxRecord> failed -> new RelayTarget.Nothing(RoutingTroubles.failedMx(name, failed));
        };
    }

    private RelayTarget byRecords(DomainName name, SmtpRoute.Host.Relay relay, List<MxRecord> records) {
        if (records.stream().allMatch(MxRecord::nullMx)) {
            // A host may refuse mail for addresses at its own name this way; the route concerns mail for
            // other domains.
            return itself(name, relay);
        }
        MxSet set = MxSet.of(records, self);
        if (!set.hosts().isEmpty()) {
            return new RelayTarget.Hosts(set.hosts());
        }
        return new RelayTarget.Nothing(
                set.ownPreference().isPresent()
                        ? RoutingTroubles.loop("the MX hosts of " + name + " lead back to this gateway")
                        : RoutingTroubles.notNow("no MX host of " + name + " can be used: " + set.reasons()));
    }
}
