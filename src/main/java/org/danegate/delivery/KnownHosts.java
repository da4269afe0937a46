package org.danegate.delivery;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.danegate.dialing.Hop;
import org.danegate.dialing.PastCalls;

/// What earlier attempts learned about the hosts of a destination, for one virtual gateway.
final class KnownHosts implements PastCalls {

    private final HostTurns.Place place;
    private final HostTurns hosts;
    private final AddressTurns addresses;
    private final UnreachablePeers unreachable;

    KnownHosts(HostTurns.Place place, HostTurns hosts, AddressTurns addresses, UnreachablePeers unreachable) {
        this.place = place;
        this.hosts = hosts;
        this.addresses = addresses;
        this.unreachable = unreachable;
    }

    @Override
    public Set<String> hostsTried() {
        return hosts.tried(place);
    }

    @Override
    public List<InetAddress> addresses(Hop hop) {
        return addresses.next(hop);
    }

    @Override
    public boolean unreachable(Hop hop) {
        return unreachable.all(hop);
    }

    @Override
    public void answered(Hop hop) {
        addresses.answered(hop);
        hosts.over(place);
    }

    @Override
    public void inVain(Hop hop, Collection<InetAddress> dialled) {
        addresses.inVain(hop, dialled);
    }

    @Override
    public void cut(Set<String> done) {
        hosts.cut(place, done);
    }

    @Override
    public void complete() {
        hosts.over(place);
    }
}
