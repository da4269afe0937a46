package org.danegate.practice;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.danegate.practice.ReceiverBehaviour.Drip;
import org.jspecify.annotations.Nullable;

/// One SMTP conversation on the receiver's side (RFC 5321), bent by its behaviour. The methods for commands return
/// whether the conversation continues.
final class ReceiverConversation {
    private static final int IDLE_MILLIS = 300_000;
    private static final int MAX_MESSAGE = 52_428_800;

    private final ReceiverBehaviour behaviour;
    private final Inbox inbox;
    private final ReceiverReplies replies;
    private final ReceiverTls tls;
    private final MailTransaction transaction = new MailTransaction();
    private WireLines wire;
    private String helo = "";

    ReceiverConversation(
            Socket plain,
            @Nullable PracticeCertificate certificate,
            ReceiverBehaviour behaviour,
            Inbox inbox,
            CountDownLatch closed)
            throws IOException {
        this.behaviour = behaviour;
        this.inbox = inbox;
        this.tls = new ReceiverTls(plain, certificate, behaviour);
        plain.setSoTimeout(IDLE_MILLIS);
        plain.setTcpNoDelay(true);
        this.wire = new WireLines(plain.getInputStream(), plain.getOutputStream());
        this.replies = new ReceiverReplies(wire, behaviour, closed);
    }

    void run() throws IOException, InterruptedException {
        String greeting = behaviour.greeting();
        Drip drip = behaviour.quirks().drip();
        if (greeting == null) {
            replies.silence(IDLE_MILLIS);
        } else if (drip != null) {
            replies.drip(greeting, drip);
        } else {
            converse(greeting);
        }
    }

    private void converse(String greeting) throws IOException, InterruptedException {
        replies.say(greeting);
        if (!greeting.startsWith("2")) {
            return;
        }
        String line = wire.readLine();
        while (line != null && handle(line)) {
            line = wire.readLine();
        }
    }

    private boolean handle(String line) throws IOException, InterruptedException {
        String[] parts = line.split(" ", 2);
        String verb = parts[0].toUpperCase(Locale.ROOT);
        if ((verb.equals("BDAT") ? "DATA" : verb).equals(behaviour.closeAt())) {
            return replies.breakOff("250-bro");
        }
        String bent = behaviour.replies().get(verb);
        if (bent != null) {
            return replies.answer(bent);
        }
        replies.to(verb);
        return obey(verb, parts.length > 1 ? parts[1] : "");
    }

    private boolean obey(String verb, String rest) throws IOException, InterruptedException {
        return switch (verb) {
            case "EHLO" -> hello(rest, extensions());
            case "HELO" -> hello(rest, "250 practice");
            case "STARTTLS" -> startTls();
            case "MAIL" -> mail(rest);
            case "RCPT" -> recipient(rest);
            case "DATA" -> data();
            case "BDAT" -> chunk(rest);
            case "RSET" -> reset();
            case "NOOP" -> replies.answer("250 2.0.0 Ok");
            case "QUIT" -> quit();
            default -> replies.answer("502 5.5.2 Command not known");
        };
    }

    private boolean hello(String name, String reply) throws IOException, InterruptedException {
        helo = name;
        transaction.forget();
        return replies.answer(reply);
    }

    private String extensions() {
        List<String> lines = new ArrayList<>(behaviour.extensions());
        lines.addFirst("practice");
        if (tls.isOffered()) {
            lines.add("STARTTLS");
        }
        StringBuilder reply = new StringBuilder();
        for (int i = 0; i < lines.size() - 1; i++) {
            reply.append("250-").append(lines.get(i)).append("\r\n");
        }
        return reply.append("250 ").append(lines.getLast()).toString();
    }

    private boolean startTls() throws IOException, InterruptedException {
        if (!tls.isOffered()) {
            return replies.answer("502 5.5.1 STARTTLS not offered");
        }
        return switch (behaviour.startTls()) {
            case REFUSED -> replies.answer("454 4.7.0 TLS not available");
            case BROKEN -> {
                replies.say("220 2.0.0 Ready");
                tls.answerWithoutTls();
                yield false;
            }
            case OUTDATED -> {
                replies.say("220 2.0.0 Ready");
                tls.refuseVersion();
                yield false;
            }
            case INJECTED -> secured("220 2.0.0 Ready\r\n250 2.1.0 injected");
            case OFFERED, NOT_OFFERED -> secured("220 2.0.0 Ready");
        };
    }

    private boolean secured(String ready) throws IOException, InterruptedException {
        replies.say(ready);
        wire = tls.handshake();
        replies.over(wire);
        helo = "";
        transaction.forget();
        return true;
    }

    private boolean mail(String rest) throws IOException, InterruptedException {
        if (helo.isEmpty()
                || transaction.hasSender()
                || !rest.toUpperCase(Locale.ROOT).startsWith("FROM:")) {
            return replies.answer("503 5.5.1 Bad sequence");
        }
        transaction.from(rest);
        return replies.answer("250 2.1.0 Ok");
    }

    private boolean recipient(String rest) throws IOException, InterruptedException {
        if (!transaction.hasSender() || !rest.toUpperCase(Locale.ROOT).startsWith("TO:")) {
            return replies.answer("503 5.5.1 Bad sequence");
        }
        String bent = behaviour.recipients().get(MailTransaction.path(rest).toLowerCase(Locale.ROOT));
        if (bent != null) {
            replies.say(bent);
            return true;
        }
        transaction.to(rest);
        return replies.answer("250 2.1.5 Ok");
    }

    private boolean data() throws IOException, InterruptedException {
        if (!transaction.hasRecipients()) {
            return replies.answer("554 5.5.1 No valid recipients");
        }
        replies.say("354 Go ahead");
        byte[] body = wire.readDotted(MAX_MESSAGE);
        return breaksOffAtEnd() ? replies.breakOff("250 2.0") : finish(body);
    }

    private boolean chunk(String rest) throws IOException, InterruptedException {
        String[] words = rest.strip().split(" +", -1);
        byte[] bytes = wire.readExactly(Integer.parseInt(words[0]), MAX_MESSAGE);
        if (!transaction.hasRecipients()) {
            return replies.answer("503 5.5.1 No valid recipients");
        }
        // A chunk counts as DATA: it gets DATA's reply.
        String bent = behaviour.replies().get("DATA");
        if (bent != null) {
            return replies.answer(bent);
        }
        if (breaksOffAtEnd()) {
            return replies.breakOff("250 2.0");
        }
        transaction.chunk(bytes);
        return words.length > 1 ? finish(transaction.chunks()) : replies.answer("250 2.0.0 Ok");
    }

    private boolean breaksOffAtEnd() {
        return ".".equals(behaviour.closeAt());
    }

    /// The conversation continues whatever the reply is.
    private boolean finish(byte[] body) throws IOException, InterruptedException {
        String bent = behaviour.replies().get(".");
        ReceivedMessage message = bent == null ? transaction.message(helo, body, tls) : null;
        if (message != null) {
            inbox.add(message);
        }
        transaction.forget();
        replies.say(bent == null ? "250 2.0.0 Taken" : bent);
        return true;
    }

    private boolean reset() throws IOException, InterruptedException {
        transaction.forget();
        return replies.answer("250 2.0.0 Ok");
    }

    private boolean quit() throws IOException, InterruptedException {
        replies.say("221 2.0.0 Bye");
        return false;
    }
}
