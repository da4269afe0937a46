package org.danegate.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.MailAddress;
import org.danegate.dialing.Troubles;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.Trouble;
import org.danegate.queue.QueuedDelivery;
import org.danegate.queue.QueuedDelivery.Pending;
import org.danegate.smtp.Content;
import org.danegate.smtp.Ready;
import org.danegate.smtp.Reply;
import org.danegate.smtp.SmtpException;
import org.danegate.smtp.Transaction;
import org.danegate.smtp.TransactionResult;

/// One message that is sent over one connection: its transactions, and the result for each recipient as far as the peer
/// got.
final class Transfer {

    /// Recipients of one transaction; every server accepts this many (RFC 5321 4.5.3.1.8).
    private static final int RECIPIENTS_PER_TRANSACTION = 100;

    private final DeliveryMeans means;
    private final Connection connection;
    private final QueuedDelivery delivery;
    private final String sender;
    private final PeerFit.Fit.Sendable fit;
    private final boolean chunking;
    private final List<RecipientResult> results = new ArrayList<>();

    /// @param sender the reverse-path
    /// @param chunking whether the first transaction uses BDAT if the peer offers it
    Transfer(
            DeliveryMeans means,
            Connection connection,
            QueuedDelivery delivery,
            String sender,
            PeerFit.Fit.Sendable fit,
            boolean chunking) {
        this.means = means;
        this.connection = connection;
        this.delivery = delivery;
        this.sender = sender;
        this.fit = fit;
        this.chunking = chunking;
    }

    Connection connection() {
        return connection;
    }

    QueuedDelivery delivery() {
        return delivery;
    }

    /// The results so far, one for each of the first recipients.
    List<RecipientResult> results() {
        return results;
    }

    /// Sends the message, one transaction after another.
    ///
    /// @return false when the peer closes the connection after its last reply
    /// @throws SmtpException.ChunkRefused when the peer failed with BDAT
    /// @throws IOException when the connection breaks; earlier transactions have their results
    boolean send() throws IOException {
        List<Pending> open = delivery.recipients();
        boolean intact = true;
        for (int from = 0; from < open.size() && intact; from += RECIPIENTS_PER_TRANSACTION) {
            List<Pending> some = open.subList(from, Math.min(open.size(), from + RECIPIENTS_PER_TRANSACTION));
            intact = transact(some);
        }
        if (results.size() < open.size()) {
            refuseRest("the server closed before this recipient");
        }
        return intact;
    }

    /// Whether the message can simply be sent over a new connection: the peer had closed the idle connection, or
    /// sent a surplus reply with earlier mail. When a new connection breaks, the attempt has failed, so this cannot
    /// repeat forever.
    boolean costsNothing(IOException e) {
        return e instanceof SmtpException.NoReply && connection.reused()
                || e instanceof SmtpException.OutOfStep && connection.messages() > 0;
    }

    /// Refuses the recipients that have no result yet, as the connection broke.
    void broke(IOException e) {
        String cut = connection.conversation().line().cutBecause();
        String text = cut != null ? cut : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        refuseRest("the connection broke during the message: " + text);
    }

    private void refuseRest(String why) {
        Trouble trouble = Troubles.network(why);
        delivery.recipients().stream()
                .skip(results.size())
                .forEach(p -> results.add(new RecipientResult.Refused(p, trouble)));
    }

    private boolean transact(List<Pending> recipients) throws IOException {
        long dcid = connection.dcid();
        long mid = delivery.mid();
        List<Integer> rids = recipients.stream().map(Pending::rid).toList();
        means.events().publish(new DeliveryEvent.DeliveryStarted(means.clock().instant(), dcid, mid, rids));
        Ready conversation = connection.conversation();
        TimedContent content = new TimedContent(fit.content());
        TransactionResult result = conversation.send(transaction(recipients, content), chunking && results.isEmpty());
        take(result, recipients, conversation.extensions().has("DSN"));
        if (result.taken()) {
            means.events()
                    .publish(new DeliveryEvent.DeliveryDone(
                            means.clock().instant(),
                            dcid,
                            mid,
                            acceptedRids(recipients, result),
                            content.envelopeNanos(),
                            content.messageNanos()));
        }
        return !result.closing();
    }

    private void take(TransactionResult result, List<Pending> recipients, boolean knowsDsn) {
        for (int i = 0; i < recipients.size(); i++) {
            results.add(resultOf(recipients.get(i), result.decisive(i), knowsDsn));
        }
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

    private Transaction transaction(List<Pending> recipients, Content content) {
        var envelope = delivery.envelope();
        return new Transaction(
                MailAddress.wireText(sender),
                recipients.stream()
                        .map(p ->
                                new Transaction.Recipient(p.address().wireText(), p.dsnNotify(), p.originalRecipient()))
                        .toList(),
                envelope.eightBit(),
                fit.utf8(),
                envelope.dsnReturn(),
                envelope.envelopeId(),
                fit.requireTls(),
                content);
    }
}
