package org.danegate.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A real nginx that ends TLS and has the console below `/danegate/`, by the recipe of `docs/behind-a-proxy.md`.
final class NginxInFront implements AutoCloseable {

    private static final Path NGINX = Path.of("/usr/sbin/nginx");
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Process process;
    private final int port;

    private NginxInFront(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts it on a free port. Where nginx is missing the test is skipped with the package's name, or fails in
    /// CI.
    ///
    /// @param console port of the console
    static NginxInFront start(Path folder, int console) throws IOException, GeneralSecurityException {
        if (!Files.isExecutable(NGINX) && !"true".equals(System.getenv("CI"))) {
            Assumptions.abort("nginx is missing: install the Debian package nginx-light");
        }
        Files.createDirectories(folder);
        certificate(folder);
        int port = RunningServer.freePort();
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), configuration(folder, port, console));
        Process process = new ProcessBuilder(
                        NGINX.toString(), "-p", folder.toString(), "-c", configuration.toString(), "-e", "stderr")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start();
        NginxInFront nginx = new NginxInFront(process, port);
        try {
            await().atMost(Duration.ofSeconds(20)).until(nginx::listens);
        } catch (RuntimeException e) {
            nginx.close();
            throw new IllegalStateException(
                    "nginx did not start:\n" + Files.readString(folder.resolve("nginx.log")), e);
        }
        return nginx;
    }

    String url(String path) {
        return "https://127.0.0.1:" + port + "/danegate" + path;
    }

    /// The lines between the braces of the location are those of the recipe.
    private static String configuration(Path folder, int port, int console) throws IOException {
        String recipe = Files.readString(Path.of("docs/behind-a-proxy.md"));
        int from = recipe.indexOf("    location /danegate/ {");
        String location =
                recipe.substring(from, recipe.indexOf('}', from) + 1).replace("127.0.0.1:8080", "127.0.0.1:" + console);
        return """
                daemon off;
                master_process off;
                pid nginx.pid;
                error_log stderr;
                events {}
                http {
                    access_log off;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    server {
                        listen 127.0.0.1:%d ssl;
                        ssl_certificate %s;
                        ssl_certificate_key %s;
                %s
                    }
                }
                """.formatted(port, folder.resolve("server.crt"), folder.resolve("server.key"), location);
    }

    private static void certificate(Path folder) throws IOException, GeneralSecurityException {
        Path store = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        try {
            keytool.waitFor(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        pem(
                folder.resolve("server.crt"),
                "CERTIFICATE",
                keys.getCertificate("server").getEncoded());
        pem(
                folder.resolve("server.key"),
                "PRIVATE KEY",
                keys.getKey("server", PASSWORD).getEncoded());
    }

    private static void pem(Path file, String kind, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        Files.write(file, List.of("-----BEGIN " + kind + "-----", text, "-----END " + kind + "-----"));
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("nginx ended with " + process.exitValue());
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
