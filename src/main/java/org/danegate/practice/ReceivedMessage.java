package org.danegate.practice;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One message that a practice receiver has accepted.
///
/// @param helo the name given in EHLO or HELO
/// @param sender the reverse-path, empty for the null sender
/// @param mailParameters of MAIL, as sent (`SIZE=…`, `RET=…`)
/// @param recipients the accepted forward-paths
/// @param recipientParameters of each accepted RCPT, in the same order, empty text when none
/// @param body as sent, dot-stuffing undone, line ends untouched
/// @param tlsProtocol `TLSv1.3`, or null when in the clear
/// @param serverName the name of the client's SNI, or null
public record ReceivedMessage(
        String helo,
        String sender,
        String mailParameters,
        List<String> recipients,
        List<String> recipientParameters,
        byte[] body,
        @Nullable String tlsProtocol,
        @Nullable String serverName) {

    public ReceivedMessage {
        recipients = List.copyOf(recipients);
        recipientParameters = List.copyOf(recipientParameters);
        body = body.clone();
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    /// The body as UTF-8 text.
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
