package org.danegate.delivery;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.MailAddress;
import org.danegate.delivery.PeerFit.Fit;
import org.danegate.dialing.Troubles;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Trouble;
import org.danegate.policy.DestinationProfile;
import org.danegate.queue.MessageBody;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.smtp.Ready;
import org.danegate.smtp.Reply;
import org.danegate.smtp.SmtpException;
import org.danegate.smtp.Transaction;
import org.danegate.smtp.TransactionResult;
import org.jspecify.annotations.Nullable;

/// Sends messages over one open connection after another and settles each message by the peer's replies.
final class MessageSender {

    /// Recipients of one transaction; every server accepts this many (RFC 5321 4.5.3.1.8).
    private static final int RECIPIENTS_PER_TRANSACTION = 100;

    private final DeliveryMeans means;
    private final SendingMeans sending;
    private final Assignment assignment;
    private final Attempt attempt;
    private int recipientsTried;
    private @Nullable Instant limitedUntil;

    MessageSender(DeliveryMeans means, SendingMeans sending, Assignment assignment, Attempt attempt) {
        this.means = means;
        this.sending = sending;
        this.assignment = assignment;
        this.attempt = attempt;
    }

    int recipientsTried() {
        return recipientsTried;
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
    End sendAll(Connection connection, Work work, Turn turn) {
        DestinationProfile profile = assignment.profile();
        while (connection.messages() < profile.messagesPerConnection() && !turn.isOver()) {
            if (!work.hasMore()) {
                return End.INTACT;
            }
            // An unexpected reply would be taken for the reply to the next message.
            if (connection.messages() > 0 && connection.conversation().hasUnread()) {
                return End.GONE;
            }
            QueuedDelivery delivery = work.next();
            if (delivery == null) {
                return End.INTACT;
            }
            RecipientWindows.Grant grant = sending.windows()
                    .take(
                            connection.limit(),
                            delivery.recipients().size(),
                            profile.recipientLimit(),
                            means.clock().instant());
            if (grant.recipients() == 0) {
                work.putBack(delivery);
                limitedUntil = grant.next();
                return End.LIMITED;
            }
            End end = sendOne(connection, part(delivery, grant.recipients()), work);
            if (end != End.INTACT) {
                return end;
            }
            turn.pace().sent();
        }
        return End.INTACT;
    }

    /// Reduces a lease to its first recipients; the others are due again when it is settled.
    private static QueuedDelivery part(QueuedDelivery delivery, int recipients) {
        return recipients == delivery.recipients().size()
                ? delivery
                : new QueuedDelivery(
                        delivery.mid(),
                        delivery.destination(),
                        delivery.envelope(),
                        delivery.receivedAt(),
                        delivery.size(),
                        delivery.recipients().subList(0, recipients));
    }

    private End sendOne(Connection connection, QueuedDelivery delivery, Work work) {
        String sender = sending.senders().of(delivery.envelope(), assignment.profile());
        try (MessageBody body = means.queue().body(delivery.mid())) {
            Fit fit = PeerFit.of(connection.conversation().extensions(), delivery, sender, body);
            return switch (fit) {
                case Fit.Lacking lacking -> {
                    work.layAside(delivery, lacking.trouble());
                    yield End.INTACT;
                }
                case Fit.Sendable sendable -> {
                    // Surplus replies accumulate, and a chunk has no reply of a distinct code as
                    // DATA has 354.
                    boolean chunking = connection.messages() == 0
                            && assignment.profile().chunking()
                            && sending.chunks().allows(connection.seat());
                    yield send(new Sending(connection, delivery, sender, sendable, chunking), work);
                }
            };
        } catch (IOException e) {
            unreadable(delivery, connection.dcid(), e);
            return End.INTACT;
        }
    }

    /// A message to send over a connection, and how to send it.
    private record Sending(
            Connection connection, QueuedDelivery delivery, String sender, Fit.Sendable fit, boolean chunking) {}

    private End send(Sending it, Work work) {
        List<RecipientResult> results = new ArrayList<>();
        List<Pending> open = it.delivery().recipients();
        boolean intact = true;
        try {
            for (int from = 0; from < open.size() && intact; from += RECIPIENTS_PER_TRANSACTION) {
                List<Pending> some = open.subList(from, Math.min(open.size(), from + RECIPIENTS_PER_TRANSACTION));
                intact = transact(it, some, results);
            }
        } catch (SmtpException.ChunkRefused e) {
            if (attempt.ordered()) {
                return again(it, results, work);
            }
            chunkRefused(it.connection(), e);
            return again(it, results, work);
        } catch (IOException e) {
            if (attempt.ordered() || costsNothing(it.connection(), e)) {
                return again(it, results, work);
            }
            intact = false;
            broke(it.connection(), e, open, results);
        }
        if (results.size() < open.size()) {
            Trouble closed = Troubles.network("the server closed before this recipient");
            open.stream().skip(results.size()).forEach(p -> results.add(new RecipientResult.Refused(p, closed)));
        }
        recipientsTried += open.size();
        attempt.gotFurther();
        it.connection().countMessage();
        settle(it.delivery(), it.connection(), results);
        return intact ? End.INTACT : End.BROKEN;
    }

    private void settle(QueuedDelivery delivery, Connection connection, List<RecipientResult> results) {
        means.outcomes().settle(delivery, connection.dcid(), results, assignment.bounces());
    }

    /// Whether the message can simply be sent over a new connection: the peer had closed the idle connection, or
    /// sent a surplus reply with earlier mail. When a new connection breaks, the attempt has failed, so this cannot
    /// repeat forever.
    private static boolean costsNothing(Connection connection, IOException e) {
        return e instanceof SmtpException.NoReply && connection.reused()
                || e instanceof SmtpException.OutOfStep && connection.messages() > 0;
    }

    /// Takes the recipients that are not settled in hand again, for another connection.
    private End again(Sending it, List<RecipientResult> results, Work work) {
        if (results.isEmpty()) {
            work.putBack(it.delivery());
        } else {
            // The remaining recipients are due again at once.
            recipientsTried += results.size();
            settle(part(it.delivery(), results.size()), it.connection(), results);
        }
        return End.GONE;
    }

    private void chunkRefused(Connection connection, SmtpException.ChunkRefused e) {
        sending.chunks().refused(connection.seat());
        String text =
                connection.seat().host() + " (" + connection.seat().address().getHostAddress() + "): " + e.getMessage()
                        + "; mail to it goes by DATA for an hour";
        means.events().publish(new DeliveryEvent.SystemNotice(means.clock().instant(), false, text));
    }

    /// Settles a message that no host of the destination could accept.
    void lacks(Work.Lacking message, Trouble trouble) {
        recipientsTried += message.delivery().recipients().size();
        means.outcomes().refuseAll(message.delivery(), 0, trouble, assignment.bounces());
    }

    /// Delays a message that the queue cannot read. The receiver is not at fault, so the other messages continue.
    private void unreadable(QueuedDelivery delivery, long dcid, IOException e) {
        String text = "the queue cannot read the message: " + e.getMessage();
        recipientsTried += delivery.recipients().size();
        means.events().publish(new DeliveryEvent.SystemNotice(means.clock().instant(), true, text));
        means.outcomes().refuseAll(delivery, dcid, Troubles.network(text), assignment.bounces());
    }

    private static void broke(Connection connection, IOException e, List<Pending> open, List<RecipientResult> results) {
        String cut = connection.conversation().line().cutBecause();
        String text = cut != null ? cut : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        Trouble broke = Troubles.network("the connection broke during the message: " + text);
        open.stream().skip(results.size()).forEach(p -> results.add(new RecipientResult.Refused(p, broke)));
    }

    private boolean transact(Sending it, List<Pending> recipients, List<RecipientResult> results) throws IOException {
        long dcid = it.connection().dcid();
        long mid = it.delivery().mid();
        List<Integer> rids = recipients.stream().map(Pending::rid).toList();
        means.events().publish(new DeliveryEvent.DeliveryStarted(means.clock().instant(), dcid, mid, rids));
        Ready conversation = it.connection().conversation();
        TransactionResult result = conversation.send(transaction(it, recipients), it.chunking() && results.isEmpty());
        boolean knowsDsn = conversation.extensions().has("DSN");
        for (int i = 0; i < recipients.size(); i++) {
            results.add(resultOf(recipients.get(i), result.decisive(i), knowsDsn));
        }
        if (result.taken()) {
            means.events()
                    .publish(new DeliveryEvent.DeliveryDone(
                            means.clock().instant(), dcid, mid, acceptedRids(recipients, result)));
        }
        return !result.closing();
    }

    private static List<Integer> acceptedRids(List<Pending> recipients, TransactionResult result) {
        List<Integer> rids = new ArrayList<>();
        for (int i = 0; i < recipients.size(); i++) {
            if (result.decisive(i).isPositive()) {
                rids.add(recipients.get(i).rid());
            }
        }
        return rids;
    }

    private static RecipientResult resultOf(Pending recipient, Reply reply, boolean knowsDsn) {
        return reply.isPositive()
                ? new RecipientResult.Delivered(recipient, reply.text(), knowsDsn)
                : new RecipientResult.Refused(recipient, Troubles.reply(reply.code(), reply.enhanced(), reply.lines()));
    }

    private static Transaction transaction(Sending it, List<Pending> recipients) {
        var envelope = it.delivery().envelope();
        return new Transaction(
                MailAddress.wireText(it.sender()),
                recipients.stream()
                        .map(p ->
                                new Transaction.Recipient(p.address().wireText(), p.dsnNotify(), p.originalRecipient()))
                        .toList(),
                envelope.eightBit(),
                it.fit().utf8(),
                envelope.dsnReturn(),
                envelope.envelopeId(),
                it.fit().content());
    }
}
