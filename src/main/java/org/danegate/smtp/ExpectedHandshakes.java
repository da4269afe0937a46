package org.danegate.smtp;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.danegate.trust.ServerTrust;
import org.jspecify.annotations.Nullable;

/// The handshakes in progress, each with its own check of the chain: the platform asks one object for all of them.
final class ExpectedHandshakes extends ServerTrust {

    private final Map<Socket, Asked> handshakes = new ConcurrentHashMap<>();

    /// Expects the handshake of a socket.
    Asked expect(Socket secure, ChainCheck check) {
        Asked asked = new Asked(check);
        handshakes.put(secure, asked);
        return asked;
    }

    void forget(Socket secure) {
        handshakes.remove(secure);
    }

    /// A handshake's check, and its result.
    static final class Asked {

        private final ChainCheck check;
        private volatile boolean asked;
        private volatile @Nullable String refusal;

        private Asked(ChainCheck check) {
            this.check = check;
        }

        /// False when the session was resumed: the platform then skips the check.
        boolean wasAsked() {
            return asked;
        }

        @Nullable
        String refusal() {
            return refusal;
        }

        private void decide(List<X509Certificate> chain) throws CertificateException {
            asked = true;
            try {
                check.check(chain);
            } catch (CertificateException e) {
                refusal = String.valueOf(e.getMessage());
                throw e;
            }
        }
    }

    @Override
    protected void check(List<X509Certificate> chain, @Nullable Socket socket) throws CertificateException {
        Asked asked = socket == null ? null : handshakes.get(socket);
        if (asked == null) {
            throw new CertificateException("nobody expects this handshake");
        }
        asked.decide(chain);
    }
}
