package org.danegate.practice;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/// An HTTPS server on loopback with one page, which may be exchanged at any time. It keeps what was asked and posted.
public final class PracticeWebServer implements AutoCloseable {

    private static final int BACKLOG = 100;

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<List<String>> requests = new CopyOnWriteArrayList<>();
    private final List<byte[]> posts = new CopyOnWriteArrayList<>();
    private volatile PracticeCertificate certificate;
    private volatile WebPage page;

    private PracticeWebServer(ServerSocket server, PracticeCertificate certificate, WebPage page) {
        this.server = server;
        this.certificate = certificate;
        this.page = page;
    }

    /// Starts a server.
    ///
    /// @param address port 0 takes a free one
    public static PracticeWebServer start(InetSocketAddress address, PracticeCertificate certificate, WebPage page)
            throws IOException {
        ServerSocket socket = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
        PracticeWebServer server = new PracticeWebServer(socket, certificate, page);
        server.threads.execute(() -> AcceptLoop.run(socket, server.closed, server::serve));
        return server;
    }

    /// The address on which it listens.
    public InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    /// Answers with another page from now on.
    public void show(WebPage other) {
        page = other;
    }

    /// Has another certificate from now on.
    public void present(PracticeCertificate other) {
        certificate = other;
    }

    /// The heads of the requests so far, each as lines.
    public List<List<String>> requests() {
        return List.copyOf(requests);
    }

    /// The bodies of the requests so far that had one.
    public List<byte[]> posts() {
        return List.copyOf(posts);
    }

    private void serve(Socket socket) {
        open.add(socket);
        threads.execute(() -> {
            try (socket;
                    SSLSocket secured = (SSLSocket) certificate
                            .serverContext()
                            .getSocketFactory()
                            .createSocket(socket, null, socket.getPort(), true)) {
                secured.setUseClientMode(false);
                answer(secured);
            } catch (IOException e) {
                // The client has gone, or refused the certificate.
            } finally {
                open.remove(socket);
            }
        });
    }

    private void answer(SSLSocket secured) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(secured.getInputStream(), StandardCharsets.ISO_8859_1));
        List<String> head = new ArrayList<>();
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            head.add(line);
            line = in.readLine();
        }
        keepBody(head, in);
        requests.add(List.copyOf(head));
        WebPage shown = page;
        if (!awaitEnd(shown)) {
            secured.getOutputStream().write(shown.octets());
            secured.getOutputStream().flush();
        }
    }

    /// Each character is an octet.
    private void keepBody(List<String> head, BufferedReader in) throws IOException {
        int length = head.stream()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
        if (length > 0) {
            char[] body = new char[length];
            int count = 0;
            while (count < length) {
                int more = in.read(body, count, length - count);
                if (more < 0) {
                    throw new EOFException("the body ends early");
                }
                count += more;
            }
            posts.add(new String(body).getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /// @return whether the server has been closed meanwhile
    private boolean awaitEnd(WebPage shown) {
        try {
            return !shown.silence().isZero() && closed.await(shown.silence().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.close();
    }
}
