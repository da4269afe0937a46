package org.danegate.operations;

import java.nio.charset.StandardCharsets;
import org.danegate.address.OutsideText;

/// The header section of a message as text that is safe to show: no character in it can move a cursor or start a
/// new line.
final class MessageHeaders {

    /// The most octets that are read.
    static final int MOST = 64 << 10;

    private MessageHeaders() {}

    /// The text up to the empty line, at most 64 KiB. Octets that are not UTF-8 become U+FFFD; control and format
    /// characters become `?`.
    static String of(byte[] message) {
        int most = Math.min(message.length, MOST);
        int end = 0;
        while (end < most && !emptyLineAt(message, end)) {
            end++;
        }
        String text = new String(message, 0, end, StandardCharsets.UTF_8).replace("\r\n", "\n");
        return OutsideText.lines(text) + (end == MOST ? "…" : "");
    }

    private static boolean emptyLineAt(byte[] message, int at) {
        return message[at] == '\r'
                && at + 1 < message.length
                && message[at + 1] == '\n'
                && (at == 0 || message[at - 1] == '\n');
    }
}
