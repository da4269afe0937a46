package org.danegate.delivery;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// An SMTP server in clear text that says what a script has it say, whatever the rules are.
final class ScriptedPeer implements AutoCloseable {

    /// Says nothing for a while.
    static final String PAUSE = "#pause";

    /// Ends the conversation.
    static final String CLOSE = "#close";

    private final ServerSocket server;
    private final Script script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger bodies = new AtomicInteger();
    final List<String> heard = new CopyOnWriteArrayList<>();

    /// What is said to a command: lines, each written by itself.
    @FunctionalInterface
    interface Script {

        /// @param conversation 1 for the first connection
        /// @param verb `connect`, a command word, or `.` for the end of data
        /// @param text the command line, or the message at its end
        List<String> answer(int conversation, String verb, String text);
    }

    private ScriptedPeer(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
    }

    static ScriptedPeer start(InetSocketAddress address, Script script) throws IOException {
        ScriptedPeer peer = new ScriptedPeer(new ServerSocket(address.getPort(), 50, address.getAddress()), script);
        Thread.ofVirtual().start(peer::accept);
        return peer;
    }

    /// The usual answer.
    static List<String> usual(String verb, String... extensions) {
        return switch (verb) {
            case "connect" -> List.of("220 scripted ESMTP");
            case "EHLO" -> List.of(hello(extensions));
            case "DATA" -> List.of("354 go ahead");
            case "QUIT" -> List.of("221 2.0.0 bye", CLOSE);
            case "MAIL", "RCPT", "RSET", "NOOP", ".", "BDAT" -> List.of("250 2.0.0 ok");
            default -> List.of("500 5.5.2 not known");
        };
    }

    private static String hello(String... extensions) {
        StringBuilder reply = new StringBuilder("250-scripted\r\n");
        for (String extension : extensions) {
            reply.append("250-").append(extension).append("\r\n");
        }
        return reply.append("250 HELP").toString();
    }

    long times(String verb) {
        return heard.stream().filter(h -> h.startsWith(verb)).count();
    }

    int connections() {
        return connections.get();
    }

    /// Messages whose end has come.
    int bodies() {
        return bodies.get();
    }

    /// Waits for something that it sees; fails after a minute.
    void await(BooleanSupplier seen) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!seen.getAsBoolean()) {
            if (System.nanoTime() > end || closed.await(10, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("not seen in time; heard " + heard);
            }
        }
    }

    private void accept() {
        int conversations = 0;
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                int number = ++conversations;
                open.add(socket);
                Thread.ofVirtual().start(() -> converse(socket, number));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void converse(Socket socket, int number) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            connections.incrementAndGet();
            boolean goesOn = say(out, script.answer(number, "connect", ""));
            while (goesOn) {
                String line = line(in);
                if (line == null) {
                    return;
                }
                heard.add(line);
                String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
                String text = line;
                if (verb.equals("BDAT")) {
                    List<String> answer = script.answer(number, verb, "");
                    if (answer.isEmpty() || answer.getFirst().startsWith("5")) {
                        // A server that does not know the command takes the chunk for commands.
                        goesOn = say(out, answer);
                        continue;
                    }
                    text = new String(in.readNBytes(Integer.parseInt(line.split(" ")[1])), StandardCharsets.UTF_8);
                }
                List<String> answer = script.answer(number, verb, text);
                goesOn = say(out, answer);
                if (goesOn && verb.equals("DATA") && answer.stream().anyMatch(a -> a.startsWith("354"))) {
                    String body = body(in);
                    bodies.incrementAndGet();
                    goesOn = say(out, script.answer(number, ".", body));
                }
            }
        } catch (IOException e) {
            // The client went away: seen on its side.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private boolean say(OutputStream out, List<String> lines) throws IOException, InterruptedException {
        for (String line : lines) {
            if (line.equals(CLOSE)) {
                return false;
            }
            if (line.equals(PAUSE)) {
                if (closed.await(150, TimeUnit.MILLISECONDS)) {
                    return false;
                }
                continue;
            }
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        return true;
    }

    private static String body(InputStream in) throws IOException {
        StringBuilder body = new StringBuilder();
        for (String line = line(in); line != null && !line.equals("."); line = line(in)) {
            body.append(line).append("\r\n");
        }
        return body.toString();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return line.toString(StandardCharsets.UTF_8).stripTrailing();
            }
            line.write(next);
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
