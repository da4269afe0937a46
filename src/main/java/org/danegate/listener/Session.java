package org.danegate.listener;

import java.util.ArrayList;
import java.util.List;
import org.danegate.queue.NewMessage;

/// The state of a conversation (RFC 5321 4.1.4), which decides what commands are valid next.
sealed interface Session {

    /// The client has not identified itself yet, or TLS has just reset its identity.
    record Fresh() implements Session {}

    /// HELO or EHLO was received; no transaction is open.
    record Greeted(String name, boolean extended) implements Session {}

    /// How the client is known while it submits.
    record Security(boolean tls, boolean authenticated) {}

    /// MAIL was accepted. The list of recipients grows and belongs only to this transaction.
    record Mailing(Greeted hello, long mid, Command.Mail mail, List<NewMessage.Recipient> recipients)
            implements Session {
        Mailing(Greeted hello, long mid, Command.Mail mail) {
            this(hello, mid, mail, new ArrayList<>());
        }

        /// Adds a recipient; returns its RID.
        int add(NewMessage.Recipient recipient) {
            recipients.add(recipient);
            return recipients.size() - 1;
        }
    }

    /// The last reply was sent.
    record Closed() implements Session {}
}
