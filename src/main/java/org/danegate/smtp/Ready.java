package org.danegate.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.danegate.smtp.SmtpException.TlsFailed;
import org.danegate.smtp.SmtpException.TlsFailed.Stage;
import org.jspecify.annotations.Nullable;

/// A conversation that can take transactions, in clear text or under TLS. After {@link #startTls} the clear one is
/// gone: what its EHLO said is forgotten (RFC 3207 4.2).
public final class Ready implements Closeable {

    private final Wire wire;
    private final Timeouts timeouts;
    private final String name;
    private final Extensions extensions;
    private final @Nullable TlsSession tls;

    private Ready(Wire wire, Timeouts timeouts, String name, Extensions extensions, @Nullable TlsSession tls) {
        this.wire = wire;
        this.timeouts = timeouts;
        this.name = name;
        this.extensions = extensions;
        this.tls = tls;
    }

    static Ready greet(Wire wire, Timeouts timeouts, String name, @Nullable TlsSession tls) throws IOException {
        wire.write("EHLO " + name + "\r\n");
        Reply reply = wire.readReply(timeouts.command());
        if (reply.isPositive()) {
            return new Ready(wire, timeouts, name, Extensions.of(reply), tls);
        }
        if (!reply.isPermanent()) {
            throw new SmtpException.Refused("EHLO", reply);
        }
        wire.write("HELO " + name + "\r\n");
        Reply second = wire.readReply(timeouts.command());
        if (!second.isPositive()) {
            throw new SmtpException.Refused("HELO", second);
        }
        return new Ready(wire, timeouts, name, Extensions.NONE, tls);
    }

    /// What the peer offers.
    public Extensions extensions() {
        return extensions;
    }

    /// The TLS session, null in clear text.
    public @Nullable TlsSession tls() {
        return tls;
    }

    /// Our end of the connection.
    public InetAddress localAddress() {
        return wire.socket().getLocalAddress();
    }

    /// STARTTLS, handshake, and EHLO again.
    ///
    /// @param sni name to send, null for none
    /// @param check the caller's word on the certificates, during the handshake
    /// @param sessions sessions that may be resumed; new ones are kept there
    /// @throws TlsFailed with the stage; before `220` (NOT_OFFERED, REFUSED) this conversation can still be used
    public Ready startTls(@Nullable String sni, ChainCheck check, TlsSessions sessions) throws IOException {
        if (!extensions.has("STARTTLS")) {
            throw new TlsFailed(Stage.NOT_OFFERED, "the server does not offer STARTTLS", null);
        }
        wire.write("STARTTLS\r\n");
        Reply reply = wire.readReply(timeouts.command());
        if (reply.code() != 220) {
            throw new TlsFailed(Stage.REFUSED, "STARTTLS was answered " + reply.code() + " " + reply.text(), null);
        }
        if (wire.hasUnread()) {
            wire.close();
            throw new TlsFailed(Stage.HANDSHAKE, "clear text came between STARTTLS and the handshake", null);
        }
        try {
            SSLSocket socket = StartTls.handshake(
                    wire.socket(), sni, check, sessions, (int) timeouts.tls().toMillis());
            return greet(new Wire(socket), timeouts, name, StartTls.session(socket));
        } catch (IOException e) {
            wire.close();
            throw e;
        }
    }

    /// Sends one message; pipelined when the peer offers it (RFC 2920).
    ///
    /// @throws SmtpException.NoReply when the peer answered nothing at all: it took nothing
    /// @throws IOException when the conversation broke: what became of the message is unknown
    public TransactionResult send(Transaction transaction) throws IOException {
        long before = wire.replies();
        try {
            return transact(transaction);
        } catch (SmtpException e) {
            throw e;
        } catch (IOException e) {
            throw wire.replies() == before ? new SmtpException.NoReply(e) : e;
        }
    }

    /// Whether the peer has said something unasked since, such as 421 before it closes.
    public boolean hasUnread() {
        try {
            return wire.hasUnread();
        } catch (IOException e) {
            return true;
        }
    }

    private TransactionResult transact(Transaction transaction) throws IOException {
        List<String> commands = transaction.commands(extensions);
        boolean chunking = extensions.has("CHUNKING");
        List<Reply> replies = new ArrayList<>();
        if (extensions.has("PIPELINING")) {
            wire.write(String.join("", commands) + (chunking ? "" : "DATA\r\n"));
            for (int i = 0; i < commands.size(); i++) {
                replies.add(wire.readReply(timeouts.command()));
            }
            return chunking
                    ? chunk(transaction, replies)
                    : afterEnvelope(transaction, replies, wire.readReply(timeouts.dataStart()));
        }
        for (String command : commands) {
            wire.write(command);
            Reply reply = wire.readReply(timeouts.command());
            replies.add(reply);
            if (!replies.getFirst().isPositive() || reply.code() == 421) {
                return new TransactionResult(replies.getFirst(), replies.subList(1, replies.size()), null);
            }
        }
        if (replies.stream().skip(1).noneMatch(Reply::isPositive)) {
            return new TransactionResult(replies.getFirst(), replies.subList(1, replies.size()), null);
        }
        if (chunking) {
            return chunk(transaction, replies);
        }
        wire.write("DATA\r\n");
        return afterEnvelope(transaction, replies, wire.readReply(timeouts.dataStart()));
    }

    /// The whole message in one chunk, once somebody takes it (RFC 3030).
    private TransactionResult chunk(Transaction transaction, List<Reply> replies) throws IOException {
        Reply mail = replies.getFirst();
        List<Reply> recipients = replies.subList(1, replies.size());
        if (!mail.isPositive() || recipients.stream().noneMatch(Reply::isPositive)) {
            return new TransactionResult(mail, recipients, null);
        }
        LastChunk chunk = LastChunk.of(transaction.body());
        wire.write(chunk.octets(), chunk.length());
        return new TransactionResult(mail, recipients, wire.readReply(timeouts.dataEnd()));
    }

    private TransactionResult afterEnvelope(Transaction transaction, List<Reply> replies, Reply data)
            throws IOException {
        Reply mail = replies.getFirst();
        List<Reply> recipients = replies.subList(1, replies.size());
        boolean wanted = mail.isPositive() && recipients.stream().anyMatch(Reply::isPositive);
        if (data.code() != 354) {
            return new TransactionResult(mail, recipients, wanted ? data : null);
        }
        if (!wanted) {
            // The peer waits for a message nobody takes (RFC 2920 3.1): an empty one, and its reply is not asked.
            wire.write(".\r\n");
            wire.readReply(timeouts.dataEnd());
            return new TransactionResult(mail, recipients, null);
        }
        DotStuffed stuffed = DotStuffed.of(transaction.body());
        wire.write(stuffed.octets(), stuffed.length());
        return new TransactionResult(mail, recipients, wire.readReply(timeouts.dataEnd()));
    }

    /// RSET, so that the next transaction starts clean after a refused one.
    public void reset() throws IOException {
        wire.write("RSET\r\n");
        Reply reply = wire.readReply(timeouts.command());
        if (!reply.isPositive()) {
            throw new SmtpException.Refused("RSET", reply);
        }
    }

    /// QUIT, then close; the peer's reply is waited for briefly.
    public void quit() {
        try {
            wire.write("QUIT\r\n");
            wire.readReply(timeouts.quit());
        } catch (IOException e) {
            // The messages are settled already; how the peer hangs up changes nothing.
        } finally {
            wire.close();
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}
