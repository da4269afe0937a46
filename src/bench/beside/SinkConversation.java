package beside;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// One SMTP conversation of the sink. Replies to pipelined commands go out together, in one write.
final class SinkConversation implements AutoCloseable {

    private final byte[] buffer = new byte[65_536];
    private final ByteArrayOutputStream replies = new ByteArrayOutputStream(512);
    private final OpenSsl tls;
    private final Arrivals arrivals;
    private final boolean offersTls;
    private final Duration delay;
    private InputStream in;
    private OutputStream out;
    private OpenSsl.Session session;
    private int at;
    private int end;

    /// @param delay of each reply
    SinkConversation(Socket socket, boolean offersTls, OpenSsl tls, Arrivals arrivals, Duration delay)
            throws IOException {
        this.offersTls = offersTls;
        this.tls = tls;
        this.arrivals = arrivals;
        this.delay = delay;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    void run() throws IOException {
        reply("220 sink.test ESMTP\r\n");
        while (true) {
            int start = line();
            if (start < 0) {
                return;
            }
            switch (buffer[start] & 0xDF) {
                case 'E' ->
                    reply("250-sink.test\r\n250-PIPELINING\r\n250-SIZE 52428800\r\n"
                            + (offersTls && session == null ? "250-STARTTLS\r\n" : "") + "250 8BITMIME\r\n");
                case 'D' -> {
                    reply("354 go on\r\n");
                    data();
                    reply("250 taken\r\n");
                }
                case 'S' -> {
                    reply("220 go on\r\n");
                    flush();
                    startTls();
                }
                case 'Q' -> {
                    reply("221 bye\r\n");
                    flush();
                    return;
                }
                default -> reply("250 ok\r\n");
            }
        }
    }

    private void startTls() throws IOException {
        session = tls.new Session(in, out);
        arrivals.handshake(session.handshake());
        in = session.input();
        out = session.output();
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
        }
    }

    private void reply(String text) throws IOException {
        replies.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        if (delay.isPositive()) {
            Wait.millis(delay.toMillis());
            flush();
        }
    }

    private void flush() throws IOException {
        if (replies.size() > 0) {
            out.write(replies.toByteArray());
            out.flush();
            replies.reset();
        }
    }

    /// Start of the next line in the buffer, -1 at the end of the connection. Sends pending replies before
    /// it waits.
    private int line() throws IOException {
        int start = at;
        int scan = at;
        while (true) {
            while (scan < end) {
                if (buffer[scan++] == '\n') {
                    at = scan;
                    return start;
                }
            }
            if (start > 0) {
                System.arraycopy(buffer, start, buffer, 0, end - start);
                end -= start;
                scan -= start;
                start = 0;
                at = 0;
            }
            if (!fill()) {
                return -1;
            }
        }
    }

    private boolean fill() throws IOException {
        flush();
        int n = in.read(buffer, end, buffer.length - end);
        if (n > 0) {
            end += n;
        }
        return n > 0;
    }

    /// Reads up to the line with a single dot. The mark of the benchmark is in the message's first lines.
    private void data() throws IOException {
        boolean marked = false;
        while (true) {
            int start = line();
            if (start < 0) {
                throw new IOException("ended within a message");
            }
            int length = at - start;
            if (length == 3 && buffer[start] == '.') {
                return;
            }
            if (!marked && length > Mark.LENGTH && buffer[start] == 'X' && Mark.at(buffer, start)) {
                marked = true;
                arrivals.message(Mark.run(buffer, start), Mark.number(buffer, start), Mark.nanos(buffer, start));
            }
        }
    }
}
