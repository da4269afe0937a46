package org.danegate.consolidated;

import java.util.Map;
import org.danegate.consolidated.ConsolidatedEvent.Client;
import org.danegate.consolidated.ConsolidatedEvent.NextHost;
import org.danegate.consolidated.ConsolidatedEvent.Tls;
import org.danegate.dane.DaneVerdict;
import org.danegate.event.DeliveryEvent;
import org.jspecify.annotations.Nullable;

/// What is known of the connections that are open, incoming and outgoing. For one thread.
final class Connections {

    private static final int MOST = 20_000;

    private final Map<Long, Client> clients = new BoundedMap<>(MOST);
    private final Map<Long, NextHost> hosts = new BoundedMap<>(MOST);

    @Nullable
    Client client(long icid) {
        return clients.get(icid);
    }

    @Nullable
    NextHost host(long dcid) {
        return hosts.get(dcid);
    }

    void read(DeliveryEvent event) {
        switch (event) {
            case DeliveryEvent.InjectionStarted e ->
                clients.put(
                        e.icid(),
                        new Client(e.listener(), e.local(), e.remote(), e.reverseDns(), null, null, "", null));
            case DeliveryEvent.SenderGroupMatched e ->
                clients.computeIfPresent(
                        e.icid(),
                        (icid, c) -> new Client(
                                c.listener(),
                                c.local(),
                                c.address(),
                                c.host(),
                                e.behavior(),
                                e.senderGroup(),
                                c.helo(),
                                c.tls()));
            case DeliveryEvent.InjectionTls e ->
                clients.computeIfPresent(
                        e.icid(),
                        (icid, c) -> new Client(
                                c.listener(),
                                c.local(),
                                c.address(),
                                c.host(),
                                c.policy(),
                                c.senderGroup(),
                                c.helo(),
                                new Tls(e.protocol(), e.cipher())));
            case DeliveryEvent.InjectionClosed e -> clients.remove(e.icid());
            case DeliveryEvent.ConnectionOpened e ->
                hosts.put(
                        e.dcid(),
                        new NextHost(e.host(), e.local(), e.remote(), e.port(), null, null, false, null, null));
            case DeliveryEvent.TlsSucceeded e -> hosts.put(e.dcid(), encrypted(e));
            case DeliveryEvent.TlsFailed e -> hosts.put(e.dcid(), inTheClear(e));
            case DeliveryEvent.ConnectionClosed e -> hosts.remove(e.dcid());
            default -> {
                // About no connection.
            }
        }
    }

    private NextHost encrypted(DeliveryEvent.TlsSucceeded e) {
        NextHost before = hosts.get(e.dcid());
        DaneVerdict verdict = e.verdict();
        return new NextHost(
                e.host(),
                before == null ? null : before.local(),
                before == null ? null : before.address(),
                before == null ? 0 : before.port(),
                new Tls(e.protocol(), e.cipher()),
                null,
                e.daneVerified(),
                verdict == null ? null : verdict.reason(),
                verdict instanceof DaneVerdict.Success found ? found.record().text() : null);
    }

    private NextHost inTheClear(DeliveryEvent.TlsFailed e) {
        NextHost before = hosts.get(e.dcid());
        return new NextHost(
                e.host(),
                before == null ? null : before.local(),
                e.remote(),
                before == null ? 0 : before.port(),
                null,
                e.reason(),
                false,
                null,
                null);
    }
}
