package org.danegate.delivery;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.danegate.delivery.PeerFit.Fit;
import org.danegate.dialing.Hop;
import org.danegate.dialing.RequireTls;
import org.danegate.dialing.Troubles;
import org.danegate.dkim.MessageSigner;
import org.danegate.dkim.SigningException;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.TlsTag;
import org.danegate.event.Trouble;
import org.danegate.queue.Envelope;
import org.danegate.queue.MessageBody;
import org.danegate.queue.QueuedDelivery;
import org.danegate.smtp.Extensions;
import org.danegate.smtp.SmtpException;
import org.jspecify.annotations.Nullable;

/// Sends messages over one open connection after another and settles each message by the peer's replies.
final class MessageSender {

    private final DeliveryMeans means;
    private final SendingMeans sending;
    private final Assignment assignment;
    private final Attempt attempt;
    private final RunResults results = new RunResults();
    private @Nullable Instant limitedUntil;

    MessageSender(DeliveryMeans means, SendingMeans sending, Assignment assignment, Attempt attempt) {
        this.means = means;
        this.sending = sending;
        this.assignment = assignment;
        this.attempt = attempt;
    }

    /// What became of the recipients so far.
    RunResults results() {
        return results;
    }

    /// When the limit on recipients allows more; null when it held nothing back.
    @Nullable
    Instant limitedUntil() {
        return limitedUntil;
    }

    /// How the use of a connection ended.
    enum End {
        /// The connection can still be used: nothing is due, its number of messages is reached, or the
        /// engine stops.
        INTACT,
        /// The connection can still be used later: the limit on recipients for the period is reached.
        LIMITED,
        /// The connection broke or the peer closed it.
        BROKEN,
        /// The connection can carry nothing more, and its mail is in hand again: the peer closed it before its
        /// first reply, sent an unexpected reply, or failed with BDAT.
        GONE
    }

    /// Sends due mail until none is left, a limit is reached, or the connection breaks. Does not close
    /// the connection.
    ///
    /// @param hop the host as it is judged now
    End sendAll(Hop hop, Connection connection, Work work, Turn turn) {
        int most = assignment.profile().messagesPerConnection();
        while (connection.messages() < most && !turn.isOver() && work.hasMore()) {
            // An unexpected reply would be taken for the reply to the next message.
            if (connection.messages() > 0 && connection.conversation().hasUnread()) {
                return End.GONE;
            }
            QueuedDelivery delivery = work.next();
            if (delivery == null) {
                return End.INTACT;
            }
            End end = sendWithinLimit(hop, connection, delivery, work);
            if (end != End.INTACT) {
                return end;
            }
            turn.pace().sent();
        }
        return End.INTACT;
    }

    private End sendWithinLimit(Hop hop, Connection connection, QueuedDelivery delivery, Work work) {
        RequireTls.Verdict allowed = requireTls(hop, connection, delivery);
        if (allowed instanceof RequireTls.Verdict.NotHere not) {
            work.layAside(delivery, MessageTroubles.requireTls(not.enhanced(), hop.name() + ": " + not.reason()));
            return End.INTACT;
        }

        RecipientWindows.Grant grant = sending.windows()
                .take(
                        connection.limit(),
                        delivery.recipients().size(),
                        assignment.profile().recipientLimit(),
                        means.clock().instant());
        if (grant.recipients() == 0) {
            work.putBack(delivery);
            limitedUntil = grant.next();
            return End.LIMITED;
        }
        return sendOne(
                connection, part(delivery, grant.recipients()), allowed instanceof RequireTls.Verdict.Tagged, work);
    }

    /// What REQUIRETLS allows here; the log has a word for it.
    private RequireTls.Verdict requireTls(Hop hop, Connection connection, QueuedDelivery delivery) {
        TlsTag tag = assignment.lane().tls();
        if (!tag.isRequireTls()) {
            return new RequireTls.Verdict.Untagged("");
        }
        RequireTls.Verdict verdict = RequireTls.verdict(
                assignment.profile().requireTls(), tag, RequireTlsFacts.of(hop, connection, sending.identity()));
        String word = switch (verdict) {
            case RequireTls.Verdict.Tagged tagged -> "requiretls";
            case RequireTls.Verdict.Untagged untagged -> untagged.missing();
            case RequireTls.Verdict.NotHere not -> not.missing();
        };
        means.events()
                .publish(new DeliveryEvent.RequireTlsJudged(
                        means.clock().instant(),
                        connection.dcid(),
                        delivery.mid(),
                        hop.name(),
                        word,
                        !(verdict instanceof RequireTls.Verdict.NotHere)));
        return verdict;
    }

    /// Reduces a lease to its first recipients; the others are due again when it is settled.
    private static QueuedDelivery part(QueuedDelivery delivery, int recipients) {
        return delivery.with(delivery.recipients().subList(0, recipients));
    }

    private End sendOne(Connection connection, QueuedDelivery delivery, boolean requireTls, Work work) {
        String sender = sending.senders().of(delivery.envelope(), assignment.profile());
        try (MessageBody body = means.queue().body(delivery.mid())) {
            return switch (fit(connection, delivery, sender, body)) {
                case Fit.Lacking lacking -> {
                    work.layAside(delivery, lacking.trouble());
                    yield End.INTACT;
                }
                case Fit.Sendable sendable ->
                    send(
                            new Transfer(
                                    means,
                                    connection,
                                    delivery,
                                    sender,
                                    sendable.requiringTls(requireTls),
                                    mayChunk(connection)),
                            work);
            };
        } catch (SigningException e) {
            // What kept it from being signed has been reported.
            delay(delivery, connection.dcid(), MessageTroubles.unsigned(String.valueOf(e.getMessage())));
            return End.INTACT;
        } catch (IOException e) {
            String text = "the queue cannot read the message: " + e.getMessage();
            notice(text, true);
            delay(delivery, connection.dcid(), Troubles.network(text));
            return End.INTACT;
        }
    }

    /// The message in the form for the peer, signed if it is to be.
    private Fit fit(Connection connection, QueuedDelivery delivery, String sender, MessageBody body)
            throws IOException {
        Extensions peer = connection.conversation().extensions();
        if (delivery.envelope().signing() == Envelope.Signing.NONE) {
            return PeerFit.of(peer, delivery, sender, body, false);
        }
        try {
            return signed(peer, delivery, sender, body);
        } catch (SigningException e) {
            if (!sending.signing().sendsUnsigned(delivery, e)) {
                throw e;
            }
            return PeerFit.of(peer, delivery, sender, body, false);
        }
    }

    private Fit signed(Extensions peer, QueuedDelivery delivery, String sender, MessageBody body) throws IOException {
        Optional<MessageSigner> signer = sending.signing().signer(delivery.envelope(), body);
        boolean converts = signer.isPresent() && signer.get().convertsFirst();
        Fit fit = PeerFit.of(peer, delivery, sender, body, converts);
        return signer.isPresent() && fit instanceof Fit.Sendable form
                ? PeerFit.again(peer, form.signed(sending.signing().fields(signer.get(), delivery, form)))
                : fit;
    }

    private boolean mayChunk(Connection connection) {
        // Surplus replies accumulate, and a chunk has no reply of a distinct code as DATA has 354.
        return connection.messages() == 0
                && assignment.profile().chunking()
                && sending.chunks().allows(connection.seat());
    }

    private End send(Transfer message, Work work) {
        boolean intact = false;
        try {
            intact = message.send();
        } catch (SmtpException.ChunkRefused e) {
            if (!attempt.ordered()) {
                chunkRefused(message.connection(), e);
            }
            return again(message, work);
        } catch (IOException e) {
            if (attempt.ordered() || message.costsNothing(e)) {
                return again(message, work);
            }
            message.broke(e);
        }
        sent(message);
        return intact ? End.INTACT : End.BROKEN;
    }

    private void sent(Transfer message) {
        results.add(message.results());
        attempt.gotFurther();
        message.connection().countMessage();
        settle(message.delivery(), message.connection(), message.results());
    }

    private void settle(QueuedDelivery delivery, Connection connection, List<RecipientResult> known) {
        means.outcomes().settle(delivery, connection.dcid(), known, assignment.bounces());
    }

    /// Takes the recipients that are not settled in hand again, for another connection.
    private End again(Transfer message, Work work) {
        List<RecipientResult> known = message.results();
        if (known.isEmpty()) {
            work.putBack(message.delivery());
        } else {
            // The remaining recipients are due again at once.
            results.add(known);
            settle(part(message.delivery(), known.size()), message.connection(), known);
        }
        return End.GONE;
    }

    private void chunkRefused(Connection connection, SmtpException.ChunkRefused e) {
        sending.chunks().refused(connection.seat());
        String text =
                connection.seat().host() + " (" + connection.seat().address().getHostAddress() + "): " + e.getMessage()
                        + "; mail to it goes by DATA for an hour";
        notice(text, false);
    }

    private void notice(String text, boolean warning) {
        means.events().publish(new DeliveryEvent.SystemNotice(means.clock().instant(), warning, text));
    }

    /// Settles a message that no host of the destination could accept.
    void lacks(Work.Lacking message, Trouble trouble) {
        results.refused(message.delivery().recipients().size(), trouble);
        means.outcomes().refuseAll(message.delivery(), 0, trouble, assignment.bounces());
    }

    /// Delays a message that the queue cannot read, or that cannot be signed. The receiver is not at fault, so the
    /// other messages continue.
    private void delay(QueuedDelivery delivery, long dcid, Trouble trouble) {
        results.refused(delivery.recipients().size(), trouble);
        means.outcomes().refuseAll(delivery, dcid, trouble, assignment.bounces());
    }
}
