package org.danegate.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.OutsideText;

/// Reads the replies of a peer (RFC 5321 4.2), of which no line and no number of lines is too much for memory.
final class ReplyReader {

    private static final int LONGEST_LINE = 4096;
    private static final int MOST_LINES = 500;

    private final InputStream in;
    private final byte[] buffer = new byte[8192];
    private final byte[] text = new byte[LONGEST_LINE];
    private int position;
    private int limit;
    private long replies;

    ReplyReader(InputStream in) {
        this.in = in;
    }

    /// Number of replies read so far.
    long replies() {
        return replies;
    }

    /// Whether octets are waiting that can be read at once.
    boolean hasMore() throws IOException {
        return position < limit || in.available() > 0;
    }

    /// Waits for further octets, or for the end of the peer's side, when all others are read.
    void readAhead() throws IOException {
        position = 0;
        limit = 0;
        int read = in.read(buffer);
        limit = Math.max(0, read);
    }

    /// Forgets what was read ahead.
    void forget() {
        limit = 0;
    }

    /// Reads the next complete reply.
    ///
    /// @throws SmtpException.Malformed when it is none
    /// @throws IOException when the connection is closed before its end
    Reply read() throws IOException {
        List<String> lines = new ArrayList<>();
        int code = -1;
        while (true) {
            String line = readLine();
            code = code(line, code);
            lines.add(visible(line.length() > 4 ? line.substring(4) : ""));
            if (line.length() == 3 || line.charAt(3) != '-') {
                replies++;
                return new Reply(code, lines);
            }
            if (lines.size() >= MOST_LINES) {
                throw new SmtpException.Malformed("reply has too many lines");
            }
        }
    }

    /// The code of a line.
    ///
    /// @param before that of the line before it, negative when there is none
    private static int code(String line, int before) throws SmtpException.Malformed {
        if (line.length() < 3 || !isDigit(line.charAt(0)) || !isDigit(line.charAt(1)) || !isDigit(line.charAt(2))) {
            throw new SmtpException.Malformed("not an SMTP reply: " + visible(line));
        }
        if (line.length() > 3 && " -\t".indexOf(line.charAt(3)) < 0) {
            throw new SmtpException.Malformed("not an SMTP reply: " + visible(line));
        }
        int code = Integer.parseInt(line, 0, 3, 10);
        if (before >= 0 && code != before || code < 200 || code > 599) {
            throw new SmtpException.Malformed("reply codes make no sense: " + visible(line));
        }
        return code;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private String readLine() throws IOException {
        int length = 0;
        while (true) {
            if (position == limit) {
                fill();
            }
            byte b = buffer[position++];
            if (b == '\n') {
                int end = length > 0 && text[length - 1] == '\r' ? length - 1 : length;
                return new String(text, 0, end, StandardCharsets.UTF_8);
            }
            if (length == LONGEST_LINE) {
                throw new SmtpException.Malformed("reply line is too long");
            }
            text[length++] = b;
        }
    }

    private void fill() throws IOException {
        limit = in.read(buffer);
        position = 0;
        if (limit < 0) {
            limit = 0;
            throw new IOException("the peer closed the connection");
        }
    }

    private static String visible(String text) {
        return OutsideText.line(text);
    }
}
