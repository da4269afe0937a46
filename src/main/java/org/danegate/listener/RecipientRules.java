package org.danegate.listener;

import org.jspecify.annotations.Nullable;

/// The rules on which recipients a client may name.
record RecipientRules(Surroundings surroundings, Admission admission) {

    /// Why the recipient is refused; null when it is accepted, and then it counts towards the client's
    /// hourly limit.
    @Nullable
    Reply refusal(Command.Recipient recipient, ReturnAddress to, Session.Mailing transaction) {
        if (transaction.recipients().size() >= admission.settings().maxRecipients()) {
            return Reply.of(452, "4.5.3", "Too many recipients");
        }
        // RFC 6533 section 3: raw characters in ORCPT need SMTPUTF8 as well.
        if (!transaction.mail().utf8()
                && !CommandSyntax.isAscii(recipient.address().text() + recipient.original())) {
            return Reply.of(553, "5.6.7", "The address needs SMTPUTF8");
        }
        // RELAY senders are not checked; mail for a bare postmaster is always accepted (RFC 5321 4.5.1).
        Reply refused = admission.relays() || recipient.postmaster() ? null : judged(to, transaction);
        if (refused != null) {
            return refused;
        }
        return surroundings.senders().recipient(admission) ? null : Reply.TOO_MANY_RECIPIENTS_THIS_HOUR;
    }

    private @Nullable Reply judged(ReturnAddress to, Session.Mailing transaction) {
        if (!AccessTable.accepts(admission.policy().recipientAccess(), to.address())) {
            return Reply.of(550, "5.7.1", "Relaying denied");
        }
        boolean bounce = transaction.mail().sender().isEmpty();
        return bounce
                        && !to.verified()
                        && admission.policy().destinationControls().tagsAnySender()
                ? Reply.of(550, "5.7.1", "Bounce verification failed")
                : null;
    }
}
