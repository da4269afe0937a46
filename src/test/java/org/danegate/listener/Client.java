package org.danegate.listener;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A client that sends exactly the given octets.
final class Client implements AutoCloseable {

    Socket socket;
    private InputStream in;

    Client(int port) throws IOException {
        this("127.0.0.1", port);
    }

    Client(String address, int port) throws IOException {
        socket = new Socket(address, port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        in = socket.getInputStream();
    }

    /// Goes on under TLS from the start, past EHLO.
    static Client secured(int port) throws Exception {
        Client client = new Client(port);
        client.startTls();
        client.reply();
        client.ask("EHLO client.example");
        return client;
    }

    /// Sends octets as they are.
    void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    /// A client past its EHLO.
    static Client greeted(int port) throws IOException {
        Client client = new Client(port);
        client.reply();
        client.ask("EHLO client.example");
        return client;
    }

    void send(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /// Sends a line and reads its reply.
    String ask(String line) throws IOException {
        send(line + "\r\n");
        return reply();
    }

    /// All lines of the next reply, joined by a bar; empty at the end of the connection.
    String reply() throws IOException {
        List<String> lines = new ArrayList<>();
        String line;
        do {
            line = line();
            lines.add(line);
        } while (line.length() > 3 && line.charAt(3) == '-');
        return String.join("|", lines);
    }

    /// Takes the client to the point where the message's text is due.
    void toData() throws IOException {
        ask("MAIL FROM:<sender@client.example>");
        ask("RCPT TO:<someone@ietf.org>");
        ask("DATA");
    }

    SSLSocket startTls() throws Exception {
        return startTls("TLSv1.3");
    }

    SSLSocket startTls(String protocol) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, null);
        SSLSocket secure =
                (SSLSocket) context.getSocketFactory().createSocket(socket, "mail.test", socket.getPort(), true);
        secure.setEnabledProtocols(new String[] {protocol});
        secure.startHandshake();
        socket = secure;
        in = secure.getInputStream();
        return secure;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
