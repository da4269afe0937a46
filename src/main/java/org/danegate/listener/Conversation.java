package org.danegate.listener;

import java.io.IOException;
import java.net.Socket;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.danegate.event.DeliveryEvent.Refusal;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.MailFlowPolicy.Behavior;
import org.danegate.policy.Policy;
import org.jspecify.annotations.Nullable;

/// The server's side of one SMTP conversation (RFC 5321), from the greeting to the end, on the calling thread: whether
/// the client is admitted, and how the conversation ends. A {@link Dialogue} obeys the commands of an admitted client.
final class Conversation {

    private final Surroundings surroundings;
    private final Admission admission;
    private final Drain drain;
    private final InjectionEvents events;
    private final ClientConnection connection;
    private final Dialogue dialogue;

    /// The client of the conversation.
    ///
    /// @param deadline ends operations that take too long
    record Client(Socket socket, Deadline deadline) {}

    Conversation(
            Surroundings surroundings,
            Policy policy,
            ListenerSettings settings,
            Function<ListenerSettings, @Nullable SSLContext> tls,
            Drain drain,
            Client client)
            throws IOException {
        this.surroundings = surroundings;
        this.drain = drain;
        this.events = new InjectionEvents(surroundings);
        this.admission = Admission.of(policy, settings, client.socket().getInetAddress());
        SSLContext context = tls.apply(admission.settings());
        this.connection = new ClientConnection(client, surroundings.bounds(), this::stopped);
        this.dialogue = new Dialogue(surroundings, admission, context, drain, connection, events);
    }

    private boolean stopped() {
        return drain.over() || drain.begun() && !dialogue.inTransaction();
    }

    /// Holds the conversation; returns when it is over. The caller closes the socket it gave.
    void hold() {
        events.started(admission.settings().name(), connection.localAddress(), admission.client());
        events.matched(admission.access());
        try {
            enter();
            connection.end();
        } catch (OctetReader.StoppedException stopping) {
            farewell(Reply.STOPPING);
        } catch (OctetReader.LateException late) {
            farewell(Reply.of(421, "4.4.2", surroundings.hostname() + " Error: " + late.getMessage()));
        } catch (IOException gone) {
            lost(gone);
        } finally {
            events.closed();
        }
    }

    private void enter() throws IOException {
        AccessTable.Word access = admission.access();
        if (surroundings.senders().enter(access.policy(), admission.client())) {
            try {
                switch (access.behavior()) {
                    case REJECT -> reject();
                    case TCPREFUSE -> refuse(Refusal.ACCESS, "is refused");
                    case RELAY, ACCEPT -> dialogue.hold();
                }
            } finally {
                surroundings.senders().leave(access.policy(), admission.client());
            }
        } else {
            refuse(Refusal.CONNECTIONS, "has too many connections from this address");
            if (access.behavior() != Behavior.TCPREFUSE) {
                connection.say(Reply.TOO_MANY_CONNECTIONS);
            }
        }
    }

    /// Reports a client that is refused at the TCP level; such a client gets no reply.
    private void refuse(Refusal kind, String why) {
        events.rejected(kind, "sender group " + admission.access().group() + " " + why);
    }

    /// Rejects the client: after a 554 greeting every command but QUIT is answered with 503 (RFC 5321 3.1).
    private void reject() throws IOException {
        refuse(Refusal.ACCESS, "is rejected");
        connection.say(Reply.rejected(surroundings.hostname()));
        // Only QUIT is still expected.
        connection.mailIsDue(surroundings.bounds().silence());
        for (int i = 0; i < Patience.HARD_LIMIT; i++) {
            if (dialogue.isQuit(connection.in().line())) {
                connection.say(Reply.GOODBYE);
                return;
            }
            connection.say(Reply.of(503, "5.5.1", "Access rejected; only QUIT is taken"));
        }
    }

    private void farewell(Reply last) {
        dialogue.abort(last.lines().getFirst());
        try {
            connection.say(last);
            connection.end();
        } catch (IOException gone) {
            lost(gone);
        }
    }

    private void lost(IOException gone) {
        if (connection.brokenOff()) {
            events.rejected(Refusal.SLOW, "the client was too slow, its connection was closed");
        }
        dialogue.abort("the connection was lost: " + gone.getMessage());
    }
}
