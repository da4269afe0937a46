package org.danegate.delivery;

import java.io.IOException;
import org.danegate.event.Trouble;
import org.danegate.queue.QueuedDelivery;
import org.danegate.smtp.Extensions;

/// What a message needs, held against what a peer offers.
final class PeerFit {

    /// How a message fares with a peer.
    sealed interface Fit {

        /// It can be sent.
        ///
        /// @param body the message, in seven bits where the peer takes no more
        /// @param utf8 whether SMTPUTF8 is asked for (RFC 6531)
        record Sendable(byte[] body, boolean utf8) implements Fit {}

        /// It cannot, but another host may offer more.
        ///
        /// @param trouble final for the recipients where no host does
        record Lacking(Trouble trouble) implements Fit {}
    }

    /// Reads a message from the queue; asked only where the peer may take it.
    @FunctionalInterface
    interface Body {
        byte[] read() throws IOException;
    }

    private PeerFit() {}

    /// @param sender the reverse-path that will be sent
    /// @throws IOException when the queue cannot read the message
    static Fit of(Extensions peer, QueuedDelivery delivery, String sender, Body message) throws IOException {
        if (peer.size() > 0 && delivery.size() > peer.size()) {
            return tooLarge(delivery.size(), peer.size());
        }
        byte[] body = message.read();
        boolean utf8 = delivery.envelope().utf8() && (addressesNeedUtf8(delivery, sender) || Utf8Headers.in(body));
        if (utf8 && !peer.has("SMTPUTF8")) {
            return lacking("5.6.7", "the server does not offer SMTPUTF8");
        }
        if (!peer.has("8BITMIME") && SevenBitMessage.isNeeded(body)) {
            try {
                body = SevenBitMessage.of(body);
            } catch (IOException e) {
                return lacking("5.6.3", "the server does not offer 8BITMIME, and " + e.getMessage());
            }
            if (peer.size() > 0 && body.length > peer.size()) {
                return tooLarge(body.length, peer.size());
            }
        }
        return new Fit.Sendable(body, utf8);
    }

    private static Fit tooLarge(long size, long most) {
        return lacking("5.3.4", "the message of " + size + " bytes is over the server's limit of " + most);
    }

    private static Fit lacking(String enhanced, String text) {
        return new Fit.Lacking(Troubles.missingExtension(enhanced, text));
    }

    /// By local parts alone: a domain has a form in ASCII.
    private static boolean addressesNeedUtf8(QueuedDelivery delivery, String sender) {
        return needsUtf8(sender.substring(0, Math.max(0, sender.lastIndexOf('@'))))
                || delivery.recipients().stream().anyMatch(r -> r.address().needsUtf8());
    }

    private static boolean needsUtf8(String text) {
        return text.chars().anyMatch(c -> c > 0x7e);
    }
}
