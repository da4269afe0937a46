package org.danegate.dialing;

import java.io.IOException;
import java.net.InetAddress;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DaneVerdict;
import org.danegate.smtp.Line;
import org.danegate.smtp.SmtpException.TlsFailed;
import org.danegate.smtp.TlsSession;
import org.jspecify.annotations.Nullable;

/// One step on the road to a host, told when it happens, on the thread that goes it. Whoever listens words it for a
/// transcript, a log or a page.
public sealed interface Stage {

    /// Where mail for the destination goes.
    record Routed(Route route) implements Stage {}

    /// A host is looked up and planned.
    ///
    /// @param again whether it had its turn, and other TLSA records than those were found for it since
    record HostPlanned(Hop hop, boolean again) implements Stage {}

    /// A host had its turn.
    ///
    /// @param open whether an address of it took the conversation
    record HostEnded(Hop hop, boolean open) implements Stage {}

    /// There are more hosts or addresses than one call looks at ({@link CallBounds}).
    record LimitReached() implements Stage {}

    /// A step at one address of a host.
    sealed interface AtAddress extends Stage {

        Hop hop();

        InetAddress address();
    }

    /// A connection is being opened.
    ///
    /// @param line breaks the conversation off
    record Connecting(Hop hop, InetAddress address, Line line) implements AtAddress {}

    /// The peer has greeted.
    ///
    /// @param local our end of the connection
    record Connected(Hop hop, InetAddress address, InetAddress local) implements AtAddress {}

    /// The peer answered the connection with a refusal.
    ///
    /// @param local our end of the connection; null where there was none
    record TurnedAway(
            Hop hop, InetAddress address, @Nullable InetAddress local, IOException why) implements AtAddress {}

    /// No connection, or no greeting.
    ///
    /// @param local our end of the connection; null where there was none
    /// @param details what went wrong, in a few words
    record NotConnected(
            Hop hop, InetAddress address, @Nullable InetAddress local, IOException why, String details)
            implements AtAddress {}

    /// TLS is established and everything asked of the certificate is met.
    ///
    /// @param action how the plan was met
    /// @param verdict what DANE says of the certificate; null where it does not ask
    record Encrypted(
            Hop hop,
            InetAddress address,
            TlsSession tls,
            DaneAction action,
            @Nullable DaneVerdict verdict) implements AtAddress {}

    /// TLS is not established, or the certificate will not do.
    ///
    /// @param at where it ended
    /// @param required whether mail must not go without
    record TlsBroken(Hop hop, InetAddress address, TlsFailed.Stage at, String reason, boolean required)
            implements AtAddress {}

    /// The conversation broke or was refused after the greeting.
    record ConversationBroken(Hop hop, InetAddress address, IOException why) implements AtAddress {}

    /// A connection that mail may not go over is closed.
    record Closed(Hop hop, InetAddress address) implements AtAddress {}
}
