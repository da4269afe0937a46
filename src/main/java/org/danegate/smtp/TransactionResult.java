package org.danegate.smtp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The peer's replies to a transaction.
///
/// @param mail reply to MAIL
/// @param recipients replies to RCPT in order; shorter than the recipients when the peer stopped before
/// @param message reply to DATA where it was refused, or to the message; null when the transaction ended earlier
/// @param over whether the conversation ended with it, by 421 or without a word
public record TransactionResult(
        Reply mail, List<Reply> recipients, @Nullable Reply message, boolean over) {

    public TransactionResult {
        recipients = List.copyOf(recipients);
    }

    /// The reply that decides on a recipient.
    public Reply decisive(int index) {
        if (!mail.isPositive()) {
            return mail;
        }
        Reply recipient = index < recipients.size() ? recipients.get(index) : recipients.getLast();
        return recipient.isPositive() && message != null ? message : recipient;
    }

    /// True when the peer accepted the message for at least one recipient.
    public boolean taken() {
        return message != null && message.isPositive();
    }

    /// True when the peer announces that it will close (421), or has closed.
    public boolean closing() {
        return over || says421();
    }

    boolean says421() {
        return mail.code() == 421
                || recipients.stream().anyMatch(r -> r.code() == 421)
                || message != null && message.code() == 421;
    }

    TransactionResult ended() {
        return new TransactionResult(mail, recipients, message, true);
    }
}
