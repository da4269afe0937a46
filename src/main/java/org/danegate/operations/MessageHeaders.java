package org.danegate.operations;

import java.nio.charset.StandardCharsets;
import org.danegate.address.OutsideText;

/// The header section of a message as text that is safe to show: nothing in it can move a cursor or turn a line.
final class MessageHeaders {

    /// Octets that are looked at.
    static final int MOST = 64 << 10;

    private MessageHeaders() {}

    /// Up to the empty line, at most 64 KiB; octets that are no UTF-8 read as U+FFFD, control and format characters
    /// as
    /// `?`.
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
