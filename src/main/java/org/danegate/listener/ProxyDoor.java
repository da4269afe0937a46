package org.danegate.listener;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.danegate.event.DeliveryEvent.Refusal;
import org.danegate.policy.AddressBlock;
import org.danegate.policy.ListenerSettings;
import org.jspecify.annotations.Nullable;

/// The beginning of a connection to a listener behind proxies: only proxies may connect, and each says first for whom.
final class ProxyDoor {

    /// The time in which the header must be there.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Surroundings surroundings;

    ProxyDoor(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// Whether an address is one of the listener's proxies.
    static boolean trusts(ListenerSettings settings, InetAddress peer) {
        return settings.proxyNetworks().stream().anyMatch(network -> AddressBlock.covers(network, peer));
    }

    /// Lets a connection in. Refusals are in the log; the client gets no reply.
    ///
    /// @return who the client is; null when the connection must be closed
    Conversation.@Nullable Client enter(ListenerSettings settings, Socket socket, Deadline deadline) {
        InetAddress peer = socket.getInetAddress();
        if (!trusts(settings, peer)) {
            refuse(settings, socket, "it is none of the proxies of this listener");
            return null;
        }
        try {
            deadline.in(PATIENCE);
            ProxyHeader header = ProxyHeader.read(socket.getInputStream());
            deadline.none();
            InetAddress client = header.client();
            return client == null
                    ? new Conversation.Client(socket, deadline, peer, false)
                    : new Conversation.Client(socket, deadline, client, true);
        } catch (IOException noHeader) {
            refuse(
                    settings,
                    socket,
                    deadline.broken()
                            ? "no header of the PROXY protocol came within " + PATIENCE.toSeconds() + " seconds"
                            : String.valueOf(noHeader.getMessage()));
            return null;
        }
    }

    private void refuse(ListenerSettings settings, Socket socket, String why) {
        InjectionEvents events = new InjectionEvents(surroundings);
        events.started(settings.name(), socket.getLocalAddress(), socket.getInetAddress());
        events.rejected(Refusal.PROTOCOL, why);
        events.closed();
    }
}
