package org.danegate.delivery;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.danegate.delivery.DeliveryRun.RunState;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.event.Trouble;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.DestinationProfile;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.smtp.Extensions;
import org.danegate.smtp.Ready;
import org.danegate.smtp.Reply;
import org.danegate.smtp.SmtpException;
import org.danegate.smtp.Transaction;
import org.danegate.smtp.TransactionResult;

/// Sends messages over one open connection after another and settles each as the peer answers.
final class MessageSender {

    /// Recipients of one transaction; every server takes this many (RFC 5321 4.5.3.1.8).
    private static final int RECIPIENTS_PER_TRANSACTION = 100;

    private final MessageQueue queue;
    private final Outcomes outcomes;
    private final DeliveryEvents events;
    private final InstantSource clock;
    private final RecipientWindows windows;
    private final EnvelopeSenders senders;
    private int recipientsTried;

    MessageSender(
            MessageQueue queue,
            Outcomes outcomes,
            DeliveryEvents events,
            InstantSource clock,
            RecipientWindows windows,
            EnvelopeSenders senders) {
        this.queue = queue;
        this.outcomes = outcomes;
        this.events = events;
        this.clock = clock;
        this.windows = windows;
        this.senders = senders;
    }

    int recipientsTried() {
        return recipientsTried;
    }

    /// How a connection's turn ended.
    enum End {
        /// Nothing is due, the connection's messages are used up, or the engine stops: it can still be used.
        INTACT,
        /// The recipients of the period are used up: it can still be used, later.
        LIMITED,
        /// The connection broke or the peer closed it.
        BROKEN,
        /// The peer had left an idle connection before the first reply: the message is in hand again.
        GONE
    }

    /// Sends what is due until nothing is, a limit is reached, or the connection breaks. Does not close it.
    End sendAll(Connection connection, Work work, DestinationProfile profile, BounceProfile bounces, RunState state) {
        while (connection.messages() < profile.messagesPerConnection() && !state.stopping()) {
            QueuedDelivery delivery = work.next();
            if (delivery == null) {
                return End.INTACT;
            }
            RecipientWindows.Grant grant = windows.take(
                    connection.limit(), delivery.recipients().size(), profile.recipientLimit(), clock.instant());
            if (grant.recipients() == 0) {
                work.putBack(delivery);
                state.limited(grant.next());
                return End.LIMITED;
            }
            End end = sendOne(connection, part(delivery, grant.recipients()), work, profile, bounces);
            if (end != End.INTACT) {
                return end;
            }
            state.sent();
        }
        return End.INTACT;
    }

    /// The first recipients of a lease; the others are due again when it is settled.
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

    private End sendOne(
            Connection connection,
            QueuedDelivery delivery,
            Work work,
            DestinationProfile profile,
            BounceProfile bounces) {
        Optional<Trouble> unsendable = unsendable(connection.conversation().extensions(), delivery);
        if (unsendable.isPresent()) {
            recipientsTried += delivery.recipients().size();
            outcomes.refuseAll(delivery, connection.dcid(), unsendable.get(), bounces);
            return End.INTACT;
        }
        byte[] body;
        try {
            body = queue.body(delivery.mid());
        } catch (IOException e) {
            unreadable(delivery, connection.dcid(), e, bounces);
            return End.INTACT;
        }
        if (!connection.conversation().extensions().has("8BITMIME") && SevenBitMessage.isNeeded(body)) {
            try {
                body = SevenBitMessage.of(body);
            } catch (IOException e) {
                recipientsTried += delivery.recipients().size();
                String text = "the server does not offer 8BITMIME, and " + e.getMessage();
                outcomes.refuseAll(delivery, connection.dcid(), Troubles.missingExtension("5.6.3", text), bounces);
                return End.INTACT;
            }
        }
        List<RecipientResult> results = new ArrayList<>();
        List<Pending> open = delivery.recipients();
        boolean intact = true;
        try {
            String sender = senders.of(delivery.envelope(), profile);
            for (int from = 0; from < open.size() && intact; from += RECIPIENTS_PER_TRANSACTION) {
                List<Pending> some = open.subList(from, Math.min(open.size(), from + RECIPIENTS_PER_TRANSACTION));
                intact = transact(connection, delivery, sender, some, body, results);
            }
        } catch (SmtpException.NoReply e) {
            if (connection.reused() && results.isEmpty()) {
                work.putBack(delivery);
                return End.GONE;
            }
            intact = false;
            broke(e, open, results);
        } catch (IOException e) {
            intact = false;
            broke(e, open, results);
        }
        if (results.size() < open.size()) {
            Trouble closed = Troubles.network("the server closed before this recipient");
            open.stream().skip(results.size()).forEach(p -> results.add(new RecipientResult.Refused(p, closed)));
        }
        recipientsTried += open.size();
        connection.countMessage();
        outcomes.settle(delivery, connection.dcid(), results, bounces);
        return intact ? End.INTACT : End.BROKEN;
    }

    /// Not the receiver's fault: the others go on, and this one waits.
    private void unreadable(QueuedDelivery delivery, long dcid, IOException e, BounceProfile bounces) {
        String text = "the queue cannot read the message: " + e.getMessage();
        recipientsTried += delivery.recipients().size();
        events.publish(new DeliveryEvent.SystemNotice(clock.instant(), true, text));
        outcomes.refuseAll(delivery, dcid, Troubles.network(text), bounces);
    }

    private static void broke(IOException e, List<Pending> open, List<RecipientResult> results) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        Trouble broke = Troubles.network("the connection broke during the message: " + text);
        open.stream().skip(results.size()).forEach(p -> results.add(new RecipientResult.Refused(p, broke)));
    }

    private boolean transact(
            Connection connection,
            QueuedDelivery delivery,
            String sender,
            List<Pending> recipients,
            byte[] body,
            List<RecipientResult> results)
            throws IOException {
        List<Integer> rids = recipients.stream().map(Pending::rid).toList();
        events.publish(new DeliveryEvent.DeliveryStarted(clock.instant(), connection.dcid(), delivery.mid(), rids));
        Ready conversation = connection.conversation();
        TransactionResult result = conversation.send(transaction(delivery, sender, recipients, body));
        boolean knowsDsn = conversation.extensions().has("DSN");
        for (int i = 0; i < recipients.size(); i++) {
            results.add(resultOf(recipients.get(i), result.decisive(i), knowsDsn));
        }
        if (result.taken()) {
            events.publish(new DeliveryEvent.DeliveryDone(
                    clock.instant(), connection.dcid(), delivery.mid(), acceptedRids(recipients, result)));
        }
        if (result.closing()) {
            return false;
        }
        if (!result.taken()) {
            conversation.reset();
        }
        return true;
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

    private static Transaction transaction(
            QueuedDelivery delivery, String sender, List<Pending> recipients, byte[] body) {
        var envelope = delivery.envelope();
        return new Transaction(
                sender,
                recipients.stream()
                        .map(p ->
                                new Transaction.Recipient(p.address().wireText(), p.dsnNotify(), p.originalRecipient()))
                        .toList(),
                envelope.eightBit(),
                envelope.utf8(),
                envelope.dsnReturn(),
                envelope.envelopeId(),
                body);
    }

    private static Optional<Trouble> unsendable(Extensions peer, QueuedDelivery delivery) {
        if (delivery.envelope().utf8() && !peer.has("SMTPUTF8")) {
            return Optional.of(Troubles.missingExtension("5.6.7", "the server does not offer SMTPUTF8"));
        }
        if (peer.size() > 0 && delivery.size() > peer.size()) {
            return Optional.of(Troubles.missingExtension(
                    "5.3.4",
                    "the message of " + delivery.size() + " bytes is over the server's limit of " + peer.size()));
        }
        return Optional.empty();
    }
}
