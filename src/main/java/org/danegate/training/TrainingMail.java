package org.danegate.training;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Hands messages to a listener, over several sessions at the same time, as busy senders do.
final class TrainingMail {

    private static final int SESSIONS = 20;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int REPLY_MILLIS = 30_000;
    private static final String LINE =
            "The quick brown fox jumps over the lazy dog, and nobody asks it why it did so.\r\n";
    private static final String BODY = LINE.repeat(50);

    private final InetSocketAddress listener;

    TrainingMail(InetSocketAddress listener) {
        this.listener = listener;
    }

    /// Hands over messages of about 4 kB, and returns when the listener has accepted them.
    ///
    /// @param count of messages for each of the domains
    void send(List<String> domains, int count) throws IOException, InterruptedException {
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> sessions = new ArrayList<>();
            for (int session = 0; session < SESSIONS; session++) {
                int share = count / SESSIONS + (session < count % SESSIONS ? 1 : 0);
                sessions.add(senders.submit(() -> session(domains, share)));
            }
            for (Future<?> session : sessions) {
                session.get();
            }
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IOException("the listener did not take the training mail", e.getCause());
        }
    }

    private void session(List<String> domains, int count) {
        if (count == 0) {
            return;
        }
        try (Socket socket = new Socket()) {
            socket.connect(listener, CONNECT_MILLIS);
            socket.setSoTimeout(REPLY_MILLIS);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            var out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.US_ASCII));
            expect(in, 220);
            say(out, "EHLO client.practice\r\n");
            expect(in, 250);
            for (int number = 0; number < count; number++) {
                for (String domain : domains) {
                    message(in, out, domain, number);
                }
            }
            say(out, "QUIT\r\n");
            expect(in, 221);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void message(BufferedReader in, BufferedWriter out, String domain, int number) throws IOException {
        say(out, "MAIL FROM:<sender@ok.practice>\r\n");
        expect(in, 250);
        say(out, "RCPT TO:<user" + number + "@" + domain + ">\r\n");
        expect(in, 250);
        say(out, "DATA\r\n");
        expect(in, 354);
        say(out, """
                From: Sender <sender@ok.practice>\r
                To: <user%1$d@%2$s>\r
                Subject: Training message %1$d\r
                Message-ID: <%1$d@%2$s>\r
                Date: Mon, 30 Nov 2026 12:00:00 +0000\r
                \r
                %3$s.\r
                """.formatted(number, domain, BODY));
        expect(in, 250);
    }

    private static void say(BufferedWriter out, String text) throws IOException {
        out.write(text);
        out.flush();
    }

    private static void expect(BufferedReader in, int code) throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        if (line == null || !line.startsWith(Integer.toString(code))) {
            throw new IOException("expected " + code + ", got: " + line);
        }
    }
}
