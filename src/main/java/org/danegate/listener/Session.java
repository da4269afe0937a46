package org.danegate.listener;

import java.util.ArrayList;
import java.util.List;
import org.danegate.queue.NewMessage;

/// Where a conversation stands (RFC 5321 4.1.4): which commands make sense next.
sealed interface Session {

    /// The client has not said who it is, or TLS has just made it a stranger again.
    record Fresh() implements Session {}

    /// HELO or EHLO was said; no transaction.
    record Greeted(String name, boolean extended) implements Session {}

    /// MAIL was taken. The list of recipients grows and belongs to this transaction alone.
    record Mailing(Greeted hello, long mid, Command.Mail mail, List<NewMessage.Recipient> recipients)
            implements Session {
        Mailing(Greeted hello, long mid, Command.Mail mail) {
            this(hello, mid, mail, new ArrayList<>());
        }
    }

    /// The last reply was given.
    record Closed() implements Session {}
}
