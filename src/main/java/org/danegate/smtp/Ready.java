package org.danegate.smtp;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLHandshakeException;
import org.danegate.sasl.Login;
import org.danegate.sasl.Mechanism;
import org.danegate.smtp.SmtpException.TlsFailed;
import org.danegate.smtp.SmtpException.TlsFailed.Stage;
import org.jspecify.annotations.Nullable;

/// A conversation that can take transactions, in clear text or under TLS. {@link #startTls} replaces the clear-text
/// one: what its EHLO said is forgotten (RFC 3207 4.2).
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
        Reply reply = greet(wire, timeouts, "EHLO", name);
        if (reply.isPositive()) {
            wire.requireQuiet();
            return new Ready(wire, timeouts, name, Extensions.of(reply), tls);
        }
        if (!reply.isPermanent()) {
            throw new SmtpException.Refused("EHLO", reply);
        }
        Reply second = greet(wire, timeouts, "HELO", name);
        if (!second.isPositive()) {
            throw new SmtpException.Refused("HELO", second);
        }
        wire.requireQuiet();
        return new Ready(wire, timeouts, name, Extensions.NONE, tls);
    }

    /// Sends a greeting and reads 250 or a refusal; a second greeting is neither.
    private static Reply greet(Wire wire, Timeouts timeouts, String command, String name) throws IOException {
        wire.requireQuiet();
        wire.write(command + " " + name + "\r\n");
        Reply reply = wire.readReply(timeouts.command());
        if (reply.code() != 250 && reply.code() < 400) {
            throw new SmtpException.OutOfStep(command, reply);
        }
        return reply;
    }

    /// What the peer offers.
    public Extensions extensions() {
        return extensions;
    }

    /// The TLS session, null in clear text.
    public @Nullable TlsSession tls() {
        return tls;
    }

    /// What other threads break it off with.
    public Line line() {
        return wire.line();
    }

    /// Our end of the connection.
    public InetAddress localAddress() {
        return wire.socket().getLocalAddress();
    }

    /// Sends STARTTLS, performs the handshake, and sends EHLO again.
    ///
    /// @param sni name to send, null for none
    /// @param check the caller's decision on the certificates, during the handshake
    /// @param sessions sessions that may be resumed; new ones are kept there
    /// @throws TlsFailed with the stage; before `220` (NOT_OFFERED, REFUSED) this conversation can still be used
    public Ready startTls(@Nullable String sni, ChainCheck check, TlsSessions sessions) throws IOException {
        if (!extensions.has("STARTTLS")) {
            throw new TlsFailed(Stage.NOT_OFFERED, "the server does not offer STARTTLS", null);
        }
        askForTls();
        Socket plain = wire.socket();
        try {
            StartTls.Secured secured = StartTls.handshake(plain, sni, check, sessions, timeouts.tls(), wire.watch());
            return greet(
                    new Wire(secured.socket(), plain, wire.line(), wire.watch(), timeouts.dataBlock()),
                    timeouts,
                    name,
                    TlsSession.of(secured.socket(), secured.offered()));
        } catch (SSLHandshakeException e) {
            // Under TLS 1.3 a server judges the client's part only after the client has finished
            // its handshake.
            wire.close();
            throw new TlsFailed(Stage.HANDSHAKE, HandshakeWords.of(e), e);
        } catch (IOException e) {
            wire.close();
            throw e;
        }
    }

    /// Sends STARTTLS and reads 220.
    private void askForTls() throws IOException {
        wire.requireQuiet();
        wire.write("STARTTLS\r\n");
        Reply reply = wire.readReply(timeouts.command());
        if (reply.code() != 220) {
            boolean answer = reply.code() >= 400;
            if (!answer || wire.hasUnread()) {
                wire.close();
            }
            throw new TlsFailed(
                    answer && !wire.isClosed() ? Stage.REFUSED : Stage.HANDSHAKE,
                    "STARTTLS was answered " + reply.code() + " " + reply.text(),
                    null);
        }
        if (wire.hasUnread()) {
            wire.close();
            throw new TlsFailed(Stage.HANDSHAKE, "clear text came between STARTTLS and the handshake", null);
        }
    }

    /// Authenticates with the strongest mechanism that the peer offers (RFC 4954). Only under TLS, to a peer whose
    /// certificate the caller has checked: PLAIN and LOGIN show it the password.
    ///
    /// @return the mechanism
    /// @throws SmtpException.NotAuthenticated when the peer offers none that is known, or refuses
    public Mechanism authenticate(Login login) throws IOException {
        if (tls == null) {
            throw new IllegalStateException("a login is sent only under TLS");
        }
        Mechanism mechanism = Mechanism.best(extensions.words("AUTH"))
                .orElseThrow(() -> new SmtpException.NotAuthenticated(
                        extensions.has("AUTH")
                                ? "the server offers no mechanism of AUTH that is known here"
                                : "the server does not offer AUTH",
                        null));
        new Authentication(wire, timeouts).run(mechanism, login);
        return mechanism;
    }

    /// Sends one message: pipelined when the peer offers it (RFC 2920), and in one chunk when the peer offers that
    /// and the caller allows it (RFC 3030). The replies returned are in step: see {@link Exchange}.
    ///
    /// @param chunking whether BDAT may be used
    /// @throws SmtpException.NoReply when the peer answered nothing at all: it took nothing
    /// @throws SmtpException.OutOfStep when replies cannot be told apart: nothing is known of any recipient
    /// @throws SmtpException.ChunkRefused when DATA may do better on another connection
    /// @throws IOException when the conversation broke: what became of the message is unknown
    public TransactionResult send(Transaction transaction, boolean chunking) throws IOException {
        wire.watch().setUpDone();
        long before = wire.replies();
        boolean pipelining = extensions.has("PIPELINING");
        boolean chunks = chunking && extensions.has("CHUNKING");
        try {
            Exchange exchange = new Exchange(wire, timeouts, pipelining, chunks);
            return wire.transaction(
                    timeouts.transaction(),
                    transaction.content().size(),
                    () -> exchange.run(transaction.commands(extensions), transaction.content()));
        } catch (SmtpException e) {
            throw e;
        } catch (IOException e) {
            throw wire.replies() == before ? new SmtpException.NoReply(e) : e;
        }
    }

    /// Whether the peer has sent something unasked since, such as 421 before it closes.
    public boolean hasUnread() {
        try {
            return wire.hasUnread();
        } catch (IOException e) {
            return true;
        }
    }

    /// Sends QUIT and closes, after a brief wait for the peer's reply.
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
