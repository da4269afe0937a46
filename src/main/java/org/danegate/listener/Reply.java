package org.danegate.listener;

import java.util.List;

/// An SMTP reply: code, enhanced status code (RFC 2034, RFC 3463; empty where RFC 2034 forbids one), text lines.
record Reply(int code, String enhanced, List<String> lines) {

    static final Reply OK = of(250, "2.0.0", "ok");
    static final Reply BARE_LINE_END =
            of(500, "5.5.2", "Bare CR or LF in the command; lines end in CRLF (RFC 5321 2.3.8)");
    static final Reply LINE_TOO_LONG = of(500, "5.5.2", "Command line too long");
    static final Reply AUTH_TOO_LONG = of(500, "5.5.6", "Authentication exchange line is too long");
    static final Reply NOT_UTF8 = of(500, "5.5.2", "Command line is not UTF-8");
    static final Reply UNKNOWN = of(500, "5.5.1", "Command not recognized");
    static final Reply FIRST_HELLO = of(503, "5.5.1", "Say EHLO first");
    static final Reply GOODBYE = of(221, "2.0.0", "Goodbye");
    static final Reply NEED_TLS = of(530, "5.7.0", "Must issue a STARTTLS command first");
    static final Reply NEED_AUTH = of(530, "5.7.0", "Authentication required");
    static final Reply STOPPING = of(421, "4.3.2", "Service is closing, try again later");
    static final Reply TOO_MANY_CONNECTIONS = of(421, "", "Too many connections from your host, try again later");
    static final Reply TOO_MANY_MESSAGES = of(421, "4.7.0", "Too many messages in this connection, open another one");
    static final Reply TOO_MANY_RECIPIENTS_THIS_HOUR =
            of(452, "4.5.3", "Too many recipients received this hour, try again later");
    static final Reply TOO_MANY_REFUSED =
            of(452, "4.5.3", "Error: too many refused recipients, send the message for the others first");
    static final Reply TOO_BIG = of(552, "5.3.4", "Message size exceeds the limit");
    static final Reply SMUGGLING =
            of(554, "5.6.0", "Message refused: bare CR or LF in the data; lines end in CRLF (RFC 5321 2.3.8)");

    Reply {
        lines = List.copyOf(lines);
    }

    static Reply of(int code, String enhanced, String text) {
        return new Reply(code, enhanced, List.of(text));
    }

    /// The greeting for a client that may do nothing here.
    static Reply rejected(String hostname) {
        return new Reply(
                554,
                "",
                List.of(
                        hostname,
                        "Your access to this mail system has been rejected. If you believe that this failure is in"
                                + " error, please contact the intended recipient via alternate means."));
    }

    /// True for a refusal that counts against a client's errors.
    boolean fault() {
        return code >= 500;
    }

    /// The reply as sent, each line with its CRLF.
    String wire() {
        StringBuilder wire = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            wire.append(code).append(i < lines.size() - 1 ? '-' : ' ');
            if (!enhanced.isEmpty()) {
                wire.append(enhanced).append(' ');
            }
            wire.append(lines.get(i)).append("\r\n");
        }
        return wire.toString();
    }
}
