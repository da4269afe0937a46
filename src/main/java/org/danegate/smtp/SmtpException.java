package org.danegate.smtp;

import java.io.IOException;
import org.danegate.address.OutsideText;
import org.jspecify.annotations.Nullable;

/// A conversation that cannot go on. The subtype says why.
public abstract sealed class SmtpException extends IOException {

    private static final long serialVersionUID = 1L;

    /// Most characters of a message: the peer, or its certificate, decides how much text there is.
    static final int MOST = 1000;

    SmtpException(String message, @Nullable Throwable cause) {
        super(OutsideText.brief(message, MOST), cause);
    }

    /// The peer refused the connection in its greeting, or EHLO or another command that the conversation needs.
    public static final class Refused extends SmtpException {

        private static final long serialVersionUID = 1L;

        private final transient Reply reply;

        Refused(String phase, Reply reply) {
            super(phase + " was answered " + reply.code() + " " + reply.text(), null);
            this.reply = reply;
        }

        /// The peer's reply.
        public Reply reply() {
            return reply;
        }
    }

    /// What the peer sent is not SMTP.
    public static final class Malformed extends SmtpException {

        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message, null);
        }
    }

    /// Replies and commands no longer match: something came that nobody asked for, or that cannot be the answer to
    /// what was asked. From here on no reply can be assigned to a command, so none settles anything.
    public static final class OutOfStep extends SmtpException {

        private static final long serialVersionUID = 1L;

        OutOfStep(String message) {
            super(message, null);
        }

        OutOfStep(String command, Reply reply) {
            this(command + " was answered " + reply.code() + " " + reply.text() + ", which is no answer to it");
        }
    }

    /// A chunk (RFC 3030) was refused with 500 to 504, or not answered: with DATA the message may go through.
    public static final class ChunkRefused extends SmtpException {

        private static final long serialVersionUID = 1L;

        ChunkRefused(Reply reply) {
            super("BDAT was answered " + reply.code() + " " + reply.text(), null);
        }

        ChunkRefused(IOException cause) {
            super(
                    "BDAT was not answered: "
                            + (cause.getMessage() == null ? "the connection broke" : cause.getMessage()),
                    cause);
        }
    }

    /// The peer closed the connection before it answered anything of a transaction: it took nothing.
    public static final class NoReply extends SmtpException {

        private static final long serialVersionUID = 1L;

        NoReply(IOException cause) {
            super(cause.getMessage() == null ? "the connection broke" : cause.getMessage(), cause);
        }
    }

    /// The peer did not accept the login, or did not prove that it knows it.
    public static final class NotAuthenticated extends SmtpException {

        private static final long serialVersionUID = 1L;

        private final transient @Nullable Reply reply;

        NotAuthenticated(String why, @Nullable Reply reply) {
            super(why, null);
            this.reply = reply;
        }

        /// The peer's refusal; null when it refused nothing.
        public @Nullable Reply reply() {
            return reply;
        }
    }

    /// TLS was not established.
    public static final class TlsFailed extends SmtpException {

        private static final long serialVersionUID = 1L;

        private final Stage stage;

        TlsFailed(Stage stage, String message, @Nullable Throwable cause) {
            super(message, cause);
            this.stage = stage;
        }

        /// How far TLS came.
        public Stage stage() {
            return stage;
        }

        /// How far TLS came. Only before `220` may a conversation go on in clear text, and only where policy
        /// allows it.
        public enum Stage {
            /// EHLO does not offer STARTTLS.
            NOT_OFFERED,
            /// STARTTLS was answered with anything but 220.
            REFUSED,
            /// The handshake broke, or data came between `220` and the handshake (injection).
            HANDSHAKE,
            /// The caller refused the certificate.
            CERTIFICATE,
            /// The handshake failed, and with other groups it may work: not everything was offered, or more
            /// than the peer bears. Peers that share no group, no signature algorithm or no certificate of
            /// ours end it in many ways.
            NO_COMMON_GROUP,
            /// The caller refused the certificate of a resumed session: a full handshake may show another.
            RESUMED
        }
    }
}
