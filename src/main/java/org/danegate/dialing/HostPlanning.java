package org.danegate.dialing;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.danegate.dane.DaneDecision;
import org.danegate.dane.DanePlan;
import org.danegate.dane.DomainEvidence;
import org.danegate.dane.HostChoice;
import org.danegate.dane.HostEvidence;
import org.danegate.dialing.Route.MxHost;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.event.Trouble;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.IpAddressPreference;
import org.jspecify.annotations.Nullable;

/// Looks up one MX host and decides how it may be used. Delivery, daneverify and the dry run share this.
final class HostPlanning {

    private final DaneGathering gathering;
    private final Ourselves ourselves;
    private final int port;

    /// @param port port of MX hosts, and of their TLSA owner names; 1 to 65535
    HostPlanning(DaneGathering gathering, Ourselves ourselves, int port) {
        this.gathering = gathering;
        this.ourselves = ourselves;
        this.port = port;
    }

    /// The port that MX hosts are dialled at.
    int port() {
        return port;
    }

    /// An MX host of a destination. Blocks for lookups.
    ///
    /// @param families a Required preference queries one family only
    PlannedHost plan(DomainEvidence domain, MxHost mx, DaneSupport support, IpAddressPreference families) {
        HostEvidence dns = support == DaneSupport.NONE
                ? gathering.addresses(mx.host(), mx.preference(), families)
                : gathering.host(mx.host(), mx.preference(), port, families);
        boolean denied = isDenied(dns);
        DanePlan plan = denied
                ? new DanePlan.NotAsked("no address found for " + mx.host())
                : DaneDecision.plan(support, domain, dns);
        Trouble noWay = denied ? denied(domain, dns, families) : null;
        return planned(new HostChoice.ByMx(domain), dns, plan, port, families, noWay);
    }

    /// A host of an SMTP route. Blocks for lookups.
    ///
    /// @param at port to dial, and of the TLSA owner name; 1 to 65535
    /// @param support None where DANE plays no part
    PlannedHost relay(HostChoice choice, MxHost host, int at, DaneSupport support, IpAddressPreference families) {
        HostEvidence dns = support == DaneSupport.NONE
                ? gathering.addresses(host.host(), host.preference(), families)
                : gathering.host(host.host(), host.preference(), at, families);
        boolean denied = isDenied(dns);
        DanePlan plan = denied || support == DaneSupport.NONE
                ? new DanePlan.NotAsked("SMTP route")
                : DaneDecision.plan(support, choice, dns);
        // The administrator entered the name: a typing error must not bounce mail.
        Trouble noWay = denied ? RoutingTroubles.notNow("no address found for " + host.host()) : null;
        return planned(choice, dns, plan, at, families, noWay);
    }

    /// Checks whether this gateway itself accepts mail at the address; returns the resulting trouble.
    Optional<Trouble> backToUs(InetAddress address, int at) {
        return ourselves.listensAt(address, at)
                ? Optional.of(RoutingTroubles.loop(
                        address.getHostAddress() + " port " + at + " is this gateway: mail would come back to it"))
                : Optional.empty();
    }

    /// Decides on a host again with other TLSA records, queried as the stream is read; empty when none changes the
    /// plan. A mismatch may only mean that the records have changed or that one server's cache is stale.
    Stream<PlannedHost> afresh(PlannedHost known, DaneSupport support) {
        if (!(known.plan() instanceof DanePlan.Authenticate)) {
            return Stream.empty();
        }
        Set<DanePlan> tried = new HashSet<>(Set.of(known.plan()));
        return gathering
                .withOtherTlsa(known.dns())
                .map(other -> new PlannedHost(
                        other,
                        DaneDecision.plan(support, known.choice(), other),
                        known.addresses(),
                        known.noWay(),
                        known.ourselves(),
                        known.choice()))
                .filter(other -> tried.add(other.plan()));
    }

    private PlannedHost planned(
            HostChoice choice,
            HostEvidence dns,
            DanePlan plan,
            int at,
            IpAddressPreference families,
            @Nullable Trouble denied) {
        List<InetAddress> addresses = DialOrder.of(dns, families);
        Optional<Trouble> loop = Stream.of(dns.ipv4(), dns.ipv6())
                .filter(Answer.Found.class::isInstance)
                .flatMap(a -> ((Answer.Found<?>) a).records().stream())
                .flatMap(a -> backToUs((InetAddress) a, at).stream())
                .map(t -> RoutingTroubles.loop(dns.host() + " leads back here: " + t.text()))
                .findFirst();
        if (loop.isPresent()) {
            return new PlannedHost(dns, plan, List.of(), loop.get(), true, choice);
        }
        Trouble none = addresses.isEmpty()
                ? RoutingTroubles.dns("no usable address for " + dns.host() + " (" + DaneDecision.addressStatus(dns)
                        + "): " + reason(dns))
                : null;
        return new PlannedHost(dns, plan, addresses, denied == null ? none : denied, false, choice);
    }

    private static String reason(HostEvidence dns) {
        SecurityStatus status = DaneDecision.addressStatus(dns);
        return Stream.of(dns.ipv4(), dns.ipv6())
                .filter(a -> a != null && a.status() == status)
                .map(a -> Objects.requireNonNull(a).provenance().reason())
                .findFirst()
                .orElse("no address family was asked");
    }

    private static boolean isDenied(HostEvidence dns) {
        SecurityStatus status = DaneDecision.addressStatus(dns);
        return status == SecurityStatus.NXDOMAIN || status == SecurityStatus.NODATA;
    }

    /// The trouble when no address of the queried families exists; permanent if the other family has none either.
    private Trouble denied(DomainEvidence domain, HostEvidence dns, IpAddressPreference families) {
        IpAddressPreference others = switch (families) {
            case REQUIRE_V4 -> IpAddressPreference.REQUIRE_V6;
            case REQUIRE_V6 -> IpAddressPreference.REQUIRE_V4;
            case PREFER_V4, PREFER_V6 -> families;
        };
        boolean noName = DaneDecision.addressStatus(dns) == SecurityStatus.NXDOMAIN;
        if (others != families && !noName && !isDenied(gathering.addresses(dns.host(), dns.preference(), others))) {
            return RoutingTroubles.notNow("no " + (families == IpAddressPreference.REQUIRE_V4 ? "IPv4" : "IPv6")
                    + " address found for " + dns.host() + ", and IP Address Preference of the destination is "
                    + families.label());
        }
        return domain.implicitMx()
                ? RoutingTroubles.badHost(domain.domain() + " has neither an MX record nor an address")
                : RoutingTroubles.noHost("no address found for " + dns.host());
    }
}
