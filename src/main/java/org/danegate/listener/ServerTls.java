package org.danegate.listener;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// TLS on a connection that a client opened.
final class ServerTls {

    private ServerTls() {}

    /// Performs the handshake as the server; the caller's deadline limits its time. A client that asks for another
    /// handshake later is refused (`TlsLimits`).
    ///
    /// @param groups of the key exchange, in order; empty for the platform's
    static SSLSocket over(Socket socket, SSLContext context, List<String> groups, InetAddress client)
            throws IOException {
        SSLSocket secure = (SSLSocket)
                context.getSocketFactory().createSocket(socket, client.getHostAddress(), socket.getPort(), true);
        secure.setUseClientMode(false);
        secure.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        if (!groups.isEmpty()) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setNamedGroups(groups.toArray(String[]::new));
            secure.setSSLParameters(parameters);
        }
        secure.setSoTimeout(0);
        secure.startHandshake();
        return secure;
    }
}
