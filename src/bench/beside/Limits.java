package beside;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// What the machine can do without a mail server.
///
/// @param forces per second: 4 KiB appended and forced to disk, one after the other, where the queues are
/// @param full TLS 1.3 handshakes per second with ECDSA P-256, a Java client and the sink
/// @param resumed the same with resumption
/// @param sinkClear messages per second from the source directly to the sink
record Limits(double forces, double full, double resumed, double sinkClear) {

    static final int AT_ONCE = 8;
    private static final int MESSAGES = 20_000;
    private static final long FORCING_NANOS = 2_000_000_000;

    static Limits measure(Path folder, Path certificate, SinkControl sink, int connections, int run) throws Exception {
        TrustManagerFactory trust = trust(certificate);
        SSLContext warm = context(trust);
        handshakes(() -> context(trust), 4000);
        handshakes(() -> warm, 2000);
        double full = handshakes(() -> context(trust), 2000);
        double resumed = handshakes(() -> warm, 2000);
        double best = 0;
        for (int i = 0; i < 3; i++) {
            sink.reset(run, MESSAGES);
            long start = System.nanoTime();
            new Source(Places.CLEAR, Places.SINK_SMTP, run, n -> "clear.test").flood(MESSAGES, connections);
            best = Math.max(best, MESSAGES / ((sink.await(60_000).last() - start) / 1e9));
        }
        return new Limits(forces(folder), full, resumed, best);
    }

    /// Measured for two seconds.
    static double forces(Path folder) throws IOException {
        Path file = folder.resolve("forced");
        ByteBuffer block = ByteBuffer.allocateDirect(4096);
        int times = 0;
        long start = System.nanoTime();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (System.nanoTime() - start < FORCING_NANOS) {
                channel.write(block.clear());
                channel.force(false);
                times++;
            }
        }
        double rate = times / ((System.nanoTime() - start) / 1e9);
        Files.delete(file);
        return rate;
    }

    private interface Contexts {
        SSLContext next() throws Exception;
    }

    private static double handshakes(Contexts contexts, long millis) throws Exception {
        AtomicInteger done = new AtomicInteger();
        List<Exception> failed = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < AT_ONCE; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    while (System.nanoTime() - start < millis * 1_000_000) {
                        one(contexts.next());
                        done.incrementAndGet();
                    }
                } catch (Exception e) {
                    synchronized (failed) {
                        failed.add(e);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failed.isEmpty()) {
            throw failed.getFirst();
        }
        return done.get() / ((System.nanoTime() - start) / 1e9);
    }

    private static void one(SSLContext context) throws IOException {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", Places.SINK_TLS)) {
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(1);
            if (socket.getInputStream().read() != 1) {
                throw new IOException("no answer under TLS");
            }
        }
    }

    private static TrustManagerFactory trust(Path certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "sink", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        return trust;
    }

    private static SSLContext context(TrustManagerFactory trust) throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
