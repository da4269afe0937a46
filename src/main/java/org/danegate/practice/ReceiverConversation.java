package org.danegate.practice;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.danegate.practice.ReceiverBehaviour.Drip;
import org.danegate.practice.ReceiverBehaviour.StartTls;
import org.jspecify.annotations.Nullable;

/// One SMTP conversation on the receiver's side (RFC 5321), bent by its behaviour.
final class ReceiverConversation {
    private static final int IDLE_MILLIS = 300_000;
    private static final int MAX_MESSAGE = 52_428_800;
    private static final int RECORD_HEAD = 5;

    /// An alert of TLS 1.0, fatal, protocol_version (70).
    private static final byte[] PROTOCOL_VERSION_ALERT = {21, 3, 1, 0, 2, 2, 70};

    private static final byte[] NO_TLS = "this is not TLS at all\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Socket plain;
    private final @Nullable PracticeCertificate certificate;
    private final ReceiverBehaviour behaviour;
    private final Inbox inbox;
    private final CountDownLatch closed;
    private WireLines wire;
    private @Nullable SSLSocket tls;
    private boolean twice;
    private String helo = "";
    private @Nullable String sender;
    private String mailParameters = "";
    private final List<String> recipients = new ArrayList<>();
    private final List<String> recipientParameters = new ArrayList<>();
    private final java.io.ByteArrayOutputStream chunks = new java.io.ByteArrayOutputStream();

    ReceiverConversation(
            Socket plain,
            @Nullable PracticeCertificate certificate,
            ReceiverBehaviour behaviour,
            Inbox inbox,
            CountDownLatch closed)
            throws IOException {
        this.plain = plain;
        this.certificate = certificate;
        this.behaviour = behaviour;
        this.inbox = inbox;
        this.closed = closed;
        plain.setSoTimeout(IDLE_MILLIS);
        plain.setTcpNoDelay(true);
        this.wire = new WireLines(plain.getInputStream(), plain.getOutputStream());
    }

    void run() throws IOException, InterruptedException {
        String greeting = behaviour.greeting();
        if (greeting == null) {
            closed.await(IDLE_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        Drip drip = behaviour.quirks().drip();
        if (drip != null) {
            drip(greeting, drip);
            return;
        }
        say(greeting);
        if (!greeting.startsWith("2")) {
            return;
        }
        String line = wire.readLine();
        while (line != null && handle(line)) {
            line = wire.readLine();
        }
    }

    private void drip(String greeting, Drip drip) throws IOException, InterruptedException {
        for (int i = 0; i < drip.octets(); i++) {
            if (closed.await(drip.pause().toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            wire.write(i < greeting.length() ? greeting.substring(i, i + 1) : ".");
        }
    }

    /// @return whether the conversation continues
    private boolean handle(String line) throws IOException, InterruptedException {
        String[] parts = line.split(" ", 2);
        String verb = parts[0].toUpperCase(Locale.ROOT);
        String rest = parts.length > 1 ? parts[1] : "";
        if ((verb.equals("BDAT") ? "DATA" : verb).equals(behaviour.closeAt())) {
            wire.write("250-bro");
            return false;
        }
        String bent = behaviour.replies().get(verb);
        if (bent != null) {
            say(bent);
            return !bent.startsWith("421");
        }
        twice = verb.equals(behaviour.quirks().twiceAt());
        switch (verb) {
            case "EHLO" -> hello(rest, extensions());
            case "HELO" -> hello(rest, "250 practice");
            case "STARTTLS" -> {
                return startTls();
            }
            case "MAIL" -> mail(rest);
            case "RCPT" -> recipient(rest);
            case "DATA" -> {
                return data();
            }
            case "BDAT" -> {
                return chunk(rest);
            }
            case "RSET" -> {
                forget();
                say("250 2.0.0 Ok");
            }
            case "NOOP" -> say("250 2.0.0 Ok");
            case "QUIT" -> {
                say("221 2.0.0 Bye");
                return false;
            }
            default -> say("502 5.5.2 Command not known");
        }
        return true;
    }

    private void hello(String name, String reply) throws IOException, InterruptedException {
        helo = name;
        forget();
        say(reply);
    }

    private String extensions() {
        List<String> lines = new ArrayList<>(behaviour.extensions());
        lines.addFirst("practice");
        if (offersStartTls()) {
            lines.add("STARTTLS");
        }
        StringBuilder reply = new StringBuilder();
        for (int i = 0; i < lines.size() - 1; i++) {
            reply.append("250-").append(lines.get(i)).append("\r\n");
        }
        return reply.append("250 ").append(lines.getLast()).toString();
    }

    private boolean offersStartTls() {
        return tls == null && certificate != null && behaviour.startTls() != StartTls.NOT_OFFERED;
    }

    private boolean startTls() throws IOException, InterruptedException {
        PracticeCertificate shown = certificate;
        if (!offersStartTls() || shown == null) {
            say("502 5.5.1 STARTTLS not offered");
            return true;
        }
        switch (behaviour.startTls()) {
            case REFUSED -> {
                say("454 4.7.0 TLS not available");
                return true;
            }
            case BROKEN -> {
                say("220 2.0.0 Ready");
                // Sent at once, it would sometimes be read together with the 220 and count as injected plaintext.
                plain.getInputStream().read();
                plain.getOutputStream().write(NO_TLS);
                plain.getOutputStream().flush();
                return false;
            }
            case OUTDATED -> {
                say("220 2.0.0 Ready");
                refuseVersion();
                return false;
            }
            case INJECTED -> say("220 2.0.0 Ready\r\n250 2.1.0 injected");
            case OFFERED, NOT_OFFERED -> say("220 2.0.0 Ready");
        }
        SSLSocket layered =
                (SSLSocket) shown.serverContext().getSocketFactory().createSocket(plain, null, plain.getPort(), true);
        layered.setUseClientMode(false);
        limit(layered);
        layered.startHandshake();
        tls = layered;
        helo = "";
        forget();
        wire = new WireLines(layered.getInputStream(), layered.getOutputStream());
        return true;
    }

    private void limit(SSLSocket layered) {
        ReceiverBehaviour.Quirks quirks = behaviour.quirks();
        SSLParameters parameters = layered.getSSLParameters();
        if (!quirks.protocol().isEmpty()) {
            parameters.setProtocols(new String[] {quirks.protocol()});
        }
        if (!quirks.group().isEmpty()) {
            parameters.setNamedGroups(new String[] {quirks.group()});
        }
        layered.setSSLParameters(parameters);
    }

    /// The answer of a server with only TLS 1.0 to a client that does not offer it. The platform refuses to act as
    /// such a server.
    private void refuseVersion() throws IOException {
        InputStream in = plain.getInputStream();
        byte[] head = in.readNBytes(RECORD_HEAD);
        if (head.length == RECORD_HEAD) {
            in.skipNBytes((head[3] & 0xff) << 8 | head[4] & 0xff);
        }
        plain.getOutputStream().write(PROTOCOL_VERSION_ALERT);
        plain.getOutputStream().flush();
    }

    private void mail(String rest) throws IOException, InterruptedException {
        if (helo.isEmpty() || sender != null || !rest.toUpperCase(Locale.ROOT).startsWith("FROM:")) {
            say("503 5.5.1 Bad sequence");
            return;
        }
        sender = path(rest);
        mailParameters = parameters(rest);
        say("250 2.1.0 Ok");
    }

    private void recipient(String rest) throws IOException, InterruptedException {
        if (sender == null || !rest.toUpperCase(Locale.ROOT).startsWith("TO:")) {
            say("503 5.5.1 Bad sequence");
            return;
        }
        String address = path(rest);
        String bent = behaviour.recipients().get(address.toLowerCase(Locale.ROOT));
        if (bent != null) {
            say(bent);
            return;
        }
        recipients.add(address);
        recipientParameters.add(parameters(rest));
        say("250 2.1.5 Ok");
    }

    private boolean data() throws IOException, InterruptedException {
        if (recipients.isEmpty()) {
            say("554 5.5.1 No valid recipients");
            return true;
        }
        say("354 Go ahead");
        byte[] body = wire.readDotted(MAX_MESSAGE);
        if (".".equals(behaviour.closeAt())) {
            wire.write("250 2.0");
            return false;
        }
        finish(body);
        return true;
    }

    private boolean chunk(String rest) throws IOException, InterruptedException {
        String[] words = rest.strip().split(" +", -1);
        byte[] bytes = wire.readExactly(Integer.parseInt(words[0]), MAX_MESSAGE);
        if (recipients.isEmpty()) {
            say("503 5.5.1 No valid recipients");
            return true;
        }
        // A chunk counts as DATA: it gets DATA's reply.
        String bent = behaviour.replies().get("DATA");
        if (bent != null) {
            say(bent);
            return !bent.startsWith("421");
        }
        if (".".equals(behaviour.closeAt())) {
            wire.write("250 2.0");
            return false;
        }
        chunks.writeBytes(bytes);
        if (words.length > 1) {
            finish(chunks.toByteArray());
        } else {
            say("250 2.0.0 Ok");
        }
        return true;
    }

    private void finish(byte[] body) throws IOException, InterruptedException {
        String bent = behaviour.replies().get(".");
        SSLSocket layered = tls;
        if (bent == null && sender != null) {
            inbox.add(new ReceivedMessage(
                    helo,
                    sender,
                    mailParameters,
                    recipients,
                    recipientParameters,
                    body,
                    layered == null ? null : layered.getSession().getProtocol(),
                    layered == null ? null : serverName(layered)));
        }
        forget();
        say(bent == null ? "250 2.0.0 Taken" : bent);
    }

    private static @Nullable String serverName(SSLSocket socket) {
        if (socket.getSession() instanceof ExtendedSSLSession session) {
            return session.getRequestedServerNames().stream()
                    .filter(SNIHostName.class::isInstance)
                    .map(name -> ((SNIHostName) name).getAsciiName())
                    .findFirst()
                    .orElse(null);
        }
        return null;
    }

    private void forget() {
        sender = null;
        mailParameters = "";
        recipients.clear();
        recipientParameters.clear();
        chunks.reset();
    }

    private void say(String line) throws IOException, InterruptedException {
        if (closed.await(behaviour.delay().toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("receiver is closing");
        }
        wire.write(twice ? line + "\r\n" + line + "\r\n" : line + "\r\n");
    }

    private static String path(String rest) {
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
