package org.danegate.practice;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The mail transaction of a receiver's conversation (RFC 5321 section 3.3): the envelope so far and the chunks of
/// BDAT.
final class MailTransaction {
    private @Nullable String sender;
    private String mailParameters = "";
    private final List<String> recipients = new ArrayList<>();
    private final List<String> recipientParameters = new ArrayList<>();
    private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();

    boolean hasSender() {
        return sender != null;
    }

    boolean hasRecipients() {
        return !recipients.isEmpty();
    }

    /// @param rest the argument of MAIL
    void from(String rest) {
        sender = path(rest);
        mailParameters = parameters(rest);
    }

    /// @param rest the argument of RCPT
    void to(String rest) {
        recipients.add(path(rest));
        recipientParameters.add(parameters(rest));
    }

    void chunk(byte[] bytes) {
        chunks.writeBytes(bytes);
    }

    byte[] chunks() {
        return chunks.toByteArray();
    }

    void forget() {
        sender = null;
        mailParameters = "";
        recipients.clear();
        recipientParameters.clear();
        chunks.reset();
    }

    /// The message as received; null without a sender.
    @Nullable
    ReceivedMessage message(String helo, byte[] body, ReceiverTls tls) {
        return sender == null
                ? null
                : new ReceivedMessage(
                        helo,
                        sender,
                        mailParameters,
                        recipients,
                        recipientParameters,
                        body,
                        tls.protocol(),
                        tls.serverName());
    }

    /// The path in the argument of MAIL or RCPT, without its angle brackets.
    static String path(String rest) {
        int open = rest.indexOf('<');
        int close = rest.lastIndexOf('>');
        return open < 0 || close < open
                ? rest.substring(rest.indexOf(':') + 1).strip()
                : rest.substring(open + 1, close);
    }

    private static String parameters(String rest) {
        int close = rest.lastIndexOf('>');
        return close < 0 ? "" : rest.substring(close + 1).strip();
    }
}
