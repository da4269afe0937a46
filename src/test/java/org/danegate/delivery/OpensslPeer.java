package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An SMTP server whose TLS is that of `openssl s_server`, for what the platform refuses to speak itself. It does not
/// speak SMTP under TLS.
final class OpensslPeer implements AutoCloseable {

    private final Process server;
    private final ServerSocket front;
    private final int port;

    private OpensslPeer(Process server, ServerSocket front, int port) {
        this.server = server;
        this.front = front;
        this.port = port;
    }

    /// @param key what `openssl req -newkey` takes, such as `rsa:2048`
    /// @param options more options of `s_server`
    static OpensslPeer start(InetSocketAddress address, Path folder, String key, String options) throws Exception {
        String name = "peer-" + key.replace(':', '-');
        Path certificate = folder.resolve(name + ".pem");
        Path keyFile = folder.resolve(name + ".key");
        if (!Files.exists(certificate)) {
            Process made = openssl(
                    folder,
                    "req -x509 -nodes -days 2 -subj /CN=" + name + " -newkey " + key + " -keyout " + keyFile + " -out "
                            + certificate);
            assertThat(made.waitFor(20, TimeUnit.SECONDS) && made.exitValue() == 0)
                    .as("openssl makes a key of " + key)
                    .isTrue();
        }
        int port = freePort();
        Process server = openssl(
                folder,
                "s_server -quiet -accept 127.0.0.1:" + port + " -cert " + certificate + " -key " + keyFile + " "
                        + options);
        OpensslPeer peer = new OpensslPeer(server, new ServerSocket(address.getPort(), 20, address.getAddress()), port);
        await().atMost(Duration.ofSeconds(10)).until(peer::answers);
        Thread.ofVirtual().start(peer::accept);
        return peer;
    }

    private static Process openssl(Path folder, String command) throws IOException {
        List<String> words = new ArrayList<>(List.of("openssl"));
        words.addAll(List.of(command.split(" +")));
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.out").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void accept() {
        while (!front.isClosed()) {
            try {
                Socket client = front.accept();
                Thread.ofVirtual().start(() -> converse(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void converse(Socket client) {
        try (client;
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), port)) {
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            say(out, "220 openssl ESMTP");
            skipLine(in);
            say(out, "250-openssl\r\n250 STARTTLS");
            skipLine(in);
            say(out, "220 go");
            Thread.ofVirtual().start(() -> pass(behind, client));
            in.transferTo(behind.getOutputStream());
        } catch (IOException e) {
            // One of the two has ended it: that is what is looked at.
            return;
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // As above.
            return;
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void skipLine(InputStream in) throws IOException {
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            continue;
        }
    }

    @Override
    public void close() throws IOException {
        front.close();
        server.destroyForcibly();
    }
}
