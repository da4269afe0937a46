package org.danegate.dialing;

import java.io.IOException;
import java.net.InetAddress;
import org.danegate.dane.DaneAction;
import org.danegate.dane.DaneVerdict;
import org.danegate.sasl.Mechanism;
import org.danegate.smtp.Line;
import org.danegate.smtp.SmtpException.TlsFailed;
import org.danegate.smtp.TlsSession;
import org.danegate.sts.StsPlan;
import org.danegate.sts.StsVerdict;
import org.jspecify.annotations.Nullable;

/// One step on the way to a host, reported when it happens, on the thread of the call. Listeners turn stages into
/// transcript lines or log events.
public sealed interface Stage {

    /// Where mail for the destination goes.
    record Routed(Route route) implements Stage {}

    /// A host was looked up, and a plan made for it.
    ///
    /// @param again true when the host was tried before and other TLSA records were found since
    record HostPlanned(Hop hop, boolean again) implements Stage {}

    /// The call is finished with a host.
    ///
    /// @param open whether an address accepted the conversation
    record HostEnded(Hop hop, boolean open) implements Stage {}

    /// There are more hosts or addresses than one call tries ({@link CallBounds}).
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

    /// The peer greeted with a refusal.
    ///
    /// @param local our end of the connection; null when there was none
    record TurnedAway(
            Hop hop, InetAddress address, @Nullable InetAddress local, IOException why) implements AtAddress {}

    /// No connection, or no greeting.
    ///
    /// @param local our end of the connection; null when there was none
    /// @param details what went wrong, in a few words
    record NotConnected(
            Hop hop, InetAddress address, @Nullable InetAddress local, IOException why, String details)
            implements AtAddress {}

    /// TLS is established, and the certificate passed every check that applies.
    ///
    /// @param action the resulting DANE action
    /// @param verdict the DANE verdict on the certificate; null when DANE does not check it
    record Encrypted(
            Hop hop,
            InetAddress address,
            TlsSession tls,
            DaneAction action,
            @Nullable DaneVerdict verdict) implements AtAddress {}

    /// TLS is not established, or a check of the certificate failed.
    ///
    /// @param at how far TLS got
    /// @param required whether policy requires TLS for the mail
    record TlsBroken(Hop hop, InetAddress address, TlsFailed.Stage at, String reason, boolean required)
            implements AtAddress {}

    /// A host was compared with the MTA-STS policy of the destination.
    ///
    /// @param policy that applies
    record StsJudged(Hop hop, StsPlan.Apply policy, StsVerdict verdict) implements Stage {}

    /// The host accepted the login of an Outgoing SMTP Authentication profile.
    record Authenticated(Hop hop, InetAddress address, String profile, Mechanism mechanism) implements AtAddress {}

    /// The host did not accept the login, or may not get it.
    record NotAuthenticated(Hop hop, InetAddress address, String profile, String reason) implements AtAddress {}

    /// The conversation broke or was refused after the greeting.
    record ConversationBroken(Hop hop, InetAddress address, IOException why) implements AtAddress {}

    /// A connection was closed because mail may not use it.
    record Closed(Hop hop, InetAddress address) implements AtAddress {}
}
