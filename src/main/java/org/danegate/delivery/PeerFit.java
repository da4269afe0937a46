package org.danegate.delivery;

import java.io.IOException;
import java.io.OutputStream;
import org.danegate.event.Trouble;
import org.danegate.queue.MessageBody;
import org.danegate.queue.QueuedDelivery;
import org.danegate.smtp.Content;
import org.danegate.smtp.Extensions;

/// Compares what a message needs with what a peer offers.
final class PeerFit {

    /// Whether a message can be sent to a peer.
    sealed interface Fit {

        /// It can be sent.
        ///
        /// @param content the message, converted to seven bits when the peer accepts no more
        /// @param utf8 whether SMTPUTF8 is requested (RFC 6531)
        /// @param sevenBit whether it was converted
        /// @param requireTls whether REQUIRETLS is passed on (RFC 8689)
        record Sendable(Content content, boolean utf8, boolean sevenBit, boolean requireTls) implements Fit {

            Sendable(Content content, boolean utf8, boolean sevenBit) {
                this(content, utf8, sevenBit, false);
            }

            /// The same with REQUIRETLS or without.
            Sendable requiringTls(boolean wanted) {
                return new Sendable(content, utf8, sevenBit, wanted);
            }

            /// The same message with fields put before it.
            Sendable signed(byte[] fields) {
                return fields.length == 0
                        ? this
                        : new Sendable(new PrefixedContent(fields, content), utf8, sevenBit, requireTls);
            }
        }

        /// It cannot be sent, but another host may offer more.
        ///
        /// @param trouble final for the recipients when no host offers more
        record Lacking(Trouble trouble) implements Fit {}
    }

    private PeerFit() {}

    /// @param sender the reverse-path that will be sent
    /// @param convert whether the message is converted to seven bits though the peer accepts eight
    /// @throws IOException when the queue cannot read the message
    static Fit of(Extensions peer, QueuedDelivery delivery, String sender, MessageBody body, boolean convert)
            throws IOException {
        if (peer.size() > 0 && delivery.size() > peer.size()) {
            return tooLarge(delivery.size(), peer.size());
        }
        boolean utf8 = delivery.envelope().utf8() && (addressesNeedUtf8(delivery, sender) || Utf8Headers.in(body));
        if (utf8 && !peer.has("SMTPUTF8")) {
            return lacking("5.6.7", "the server does not offer SMTPUTF8");
        }
        boolean eightBit = peer.has("8BITMIME");
        if (eightBit && !convert || !SevenBitMessage.isNeeded(body)) {
            return new Fit.Sendable(asItIs(body), utf8, false);
        }
        Fit converted = converted(peer, body, utf8);
        // Nothing demands the conversion where the peer accepts eight bits.
        return eightBit && converted instanceof Fit.Lacking ? new Fit.Sendable(asItIs(body), utf8, false) : converted;
    }

    /// The same judgement of a message that has become larger.
    static Fit again(Extensions peer, Fit.Sendable signed) {
        long size = signed.content().size();
        return peer.size() > 0 && size > peer.size() ? tooLarge(size, peer.size()) : signed;
    }

    private static Fit converted(Extensions peer, MessageBody body, boolean utf8) {
        SevenBitMessage seven;
        try {
            seven = SevenBitMessage.of(body);
        } catch (SevenBitMessage.NotConvertedException e) {
            return lacking("5.6.3", "the server does not offer 8BITMIME, and " + e.getMessage());
        }
        return peer.size() > 0 && seven.size() > peer.size()
                ? tooLarge(seven.size(), peer.size())
                : new Fit.Sendable(seven, utf8, true);
    }

    private static Content asItIs(MessageBody body) {
        return new Content() {
            @Override
            public long size() {
                return body.size();
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                body.writeTo(out);
            }
        };
    }

    private static Fit tooLarge(long size, long most) {
        return lacking("5.3.4", "the message of " + size + " bytes is over the server's limit of " + most);
    }

    private static Fit lacking(String enhanced, String text) {
        return new Fit.Lacking(MessageTroubles.missingExtension(enhanced, text));
    }

    /// Checks local parts only: a domain has an ASCII form.
    private static boolean addressesNeedUtf8(QueuedDelivery delivery, String sender) {
        return needsUtf8(sender.substring(0, Math.max(0, sender.lastIndexOf('@'))))
                || delivery.recipients().stream().anyMatch(r -> r.address().needsUtf8());
    }

    private static boolean needsUtf8(String text) {
        return text.chars().anyMatch(c -> c > 0x7e);
    }
}
