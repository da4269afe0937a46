package org.danegate.dialing;

import java.net.InetAddress;
import java.util.List;
import org.danegate.address.DomainName;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.HostChoice;
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
    ///
    /// @param validated whether DANE depends on it: then a resolver that drops DNSSEC data is not believed
    RelayTarget of(SmtpRoute.Host.Relay relay, boolean validated) {
        return relay.isAddress() ? address(relay) : name(relay, validated);
    }

    private static RelayTarget address(SmtpRoute.Host.Relay relay) {
        try {
            return new RelayTarget.Address(InetAddress.ofLiteral(relay.bare()));
        } catch (IllegalArgumentException e) {
            return new RelayTarget.Nothing(RoutingTroubles.notNow(relay.host() + " is not an address"));
        }
    }

    private RelayTarget name(SmtpRoute.Host.Relay relay, boolean validated) {
        DomainName name;
        try {
            name = DomainName.parse(relay.bare());
        } catch (IllegalArgumentException e) {
            return new RelayTarget.Nothing(RoutingTroubles.notNow(relay.host() + " is not a host name"));
        }
        return relay.isBracketed() ? itself(name, relay) : byMxOf(name, relay, validated);
    }

    private static RelayTarget itself(DomainName name, SmtpRoute.Host.Relay relay) {
        return new RelayTarget.Hosts(new HostChoice.Configured(name), List.of(new MxHost(name, relay.priority())));
    }

    private RelayTarget byMxOf(DomainName name, SmtpRoute.Host.Relay relay, boolean validated) {
        DomainEvidence evidence = validated ? gathering.domain(name) : gathering.plainDomain(name);
        return switch (evidence.mx()) {
            case Answer.Found<MxRecord> found -> byRecords(evidence, relay, found.records());
            case Answer.Denied<MxRecord> denied -> itself(name, relay);
            case Answer.Bogus<MxRecord> bogus -> new RelayTarget.Nothing(RoutingTroubles.bogusMx(name, bogus), true);
            case Answer.Failed<MxRecord> failed ->
                new RelayTarget.Nothing(RoutingTroubles.failedMx(name, failed), true);
        };
    }

    private RelayTarget byRecords(DomainEvidence evidence, SmtpRoute.Host.Relay relay, List<MxRecord> records) {
        DomainName name = evidence.domain();
        if (records.stream().allMatch(MxRecord::nullMx)) {
            // A host may refuse mail for addresses at its own name this way; the route concerns mail for
            // other domains.
            return itself(name, relay);
        }
        MxSet set = MxSet.of(records, self);
        if (!set.hosts().isEmpty()) {
            return new RelayTarget.Hosts(new HostChoice.ByMx(evidence), set.hosts());
        }
        return new RelayTarget.Nothing(
                set.ownPreference().isPresent()
                        ? RoutingTroubles.loop("the MX hosts of " + name + " lead back to this gateway")
                        : RoutingTroubles.notNow("no MX host of " + name + " can be used: " + set.reasons()));
    }
}
