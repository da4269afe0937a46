package org.danegate.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.danegate.address.OutsideText;

/// Octets of one conversation: replies read within bounds, commands and messages written with one write each.
final class Wire implements Closeable {

    private static final int LONGEST_LINE = 4096;
    private static final int MOST_LINES = 500;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[8192];
    private final byte[] line = new byte[LONGEST_LINE];
    private int position;
    private int limit;
    private long replies;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    Socket socket() {
        return socket;
    }

    /// Replies read so far.
    long replies() {
        return replies;
    }

    /// Whether octets are waiting that were not asked for.
    boolean hasUnread() throws IOException {
        return position < limit || in.available() > 0;
    }

    void write(String commands) throws IOException {
        out.write(commands.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    void write(byte[] octets, int length) throws IOException {
        out.write(octets, 0, length);
        out.flush();
    }

    Reply readReply(Duration timeout) throws IOException {
        socket.setSoTimeout((int) Math.max(1, timeout.toMillis()));
        List<String> lines = new ArrayList<>();
        int code = -1;
        while (true) {
            String line = readLine();
            if (line.length() < 3 || !line.chars().limit(3).allMatch(c -> c >= '0' && c <= '9')) {
                throw new SmtpException.Malformed("not an SMTP reply: " + visible(line));
            }
            int thisCode = Integer.parseInt(line, 0, 3, 10);
            if (code >= 0 && thisCode != code || thisCode < 200 || thisCode > 599) {
                throw new SmtpException.Malformed("reply codes make no sense: " + visible(line));
            }
            code = thisCode;
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

    private String readLine() throws IOException {
        int length = 0;
        while (true) {
            if (position == limit) {
                limit = in.read(buffer);
                position = 0;
                if (limit < 0) {
                    limit = 0;
                    throw new IOException("the peer closed the connection");
                }
            }
            byte b = buffer[position++];
            if (b == '\n') {
                int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
                return new String(line, 0, end, StandardCharsets.UTF_8);
            }
            if (length == LONGEST_LINE) {
                throw new SmtpException.Malformed("reply line is too long");
            }
            line[length++] = b;
        }
    }

    private static String visible(String text) {
        return OutsideText.line(text);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is left to lose on a connection that is given up.
            limit = 0;
        }
    }
}
