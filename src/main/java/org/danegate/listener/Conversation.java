package org.danegate.listener;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.danegate.event.DeliveryEvent.Refusal;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.ListenerSettings.ListenerTls;
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
    private final @Nullable SSLContext context;

    /// The client of the conversation.
    ///
    /// @param deadline ends operations that take too long
    /// @param address the client's, also behind a proxy
    /// @param known false when a proxy did not say for whom it speaks; such a client never relays by its address
    record Client(Socket socket, Deadline deadline, InetAddress address, boolean known) {}

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
        this.admission = Admission.of(policy, settings, client.address(), client.known());
        this.context = tls.apply(admission.settings());
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
                obey(access.behavior());
            } finally {
                surroundings.senders().leave(access.policy(), admission.client());
            }
        } else {
            refuse(Refusal.CONNECTIONS, "has too many connections from this address");
            if (access.behavior() != Behavior.TCPREFUSE && maySpeak()) {
                connection.say(Reply.TOO_MANY_CONNECTIONS);
            }
        }
    }

    private void obey(Behavior behavior) throws IOException {
        if (behavior == Behavior.TCPREFUSE) {
            refuse(Refusal.ACCESS, "is refused");
        } else if (isSecured()) {
            if (behavior == Behavior.REJECT) {
                reject();
            } else {
                dialogue.hold();
            }
        }
    }

    /// Begins TLS where it begins with the connection (RFC 8314 3.3); false when that is not possible.
    private boolean isSecured() throws IOException {
        if (maySpeak()) {
            return true;
        }
        if (context == null) {
            events.rejected(Refusal.PROTOCOL, "TLS is not possible: the certificate of the listener cannot be used");
            return false;
        }
        events.encrypted(connection.encrypt(context, surroundings.keyExchangeGroups(), admission.client()));
        return true;
    }

    /// Whether the client understands a reply: not before TLS, where TLS begins with the connection.
    private boolean maySpeak() {
        return connection.encrypted() || admission.settings().tls() != ListenerTls.IMPLICIT;
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
            if (maySpeak()) {
                connection.say(last);
            }
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
