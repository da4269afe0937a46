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

/// A real proxy that ends TLS in front of the console, by a recipe of `docs/behind-a-proxy.md`.
final class ProxyInFront implements AutoCloseable {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Process process;
    private final int port;
    private final Recipe recipe;

    private ProxyInFront(Process process, int port, Recipe recipe) {
        this.process = process;
        this.port = port;
        this.recipe = recipe;
    }

    /// The recipes.
    enum Recipe {
        NGINX_BELOW_A_PATH("/usr/sbin/nginx", "nginx-light", "/danegate"),
        NGINX_AT_THE_ROOT("/usr/sbin/nginx", "nginx-light", ""),
        HAPROXY("/usr/sbin/haproxy", "haproxy", ""),
        CADDY("/usr/bin/caddy", "caddy", "");

        private final String program;
        private final String debian;
        private final String prefix;

        Recipe(String program, String debian, String prefix) {
            this.program = program;
            this.debian = debian;
            this.prefix = prefix;
        }

        /// Address of the console through it.
        String url(int port) {
            return "https://127.0.0.1:" + port + prefix;
        }

        private List<String> command(Path folder, Path configuration) {
            return switch (this) {
                case NGINX_BELOW_A_PATH, NGINX_AT_THE_ROOT ->
                    List.of(program, "-p", folder.toString(), "-c", configuration.toString(), "-e", "stderr");
                case HAPROXY -> List.of(program, "-db", "-f", configuration.toString());
                case CADDY -> List.of(program, "run", "--adapter", "caddyfile", "--config", configuration.toString());
            };
        }

        private String configuration(Path folder, int port, int console) throws IOException {
            String recipe = Files.readString(Path.of("docs/behind-a-proxy.md"))
                    .replace("127.0.0.1:8080", "127.0.0.1:" + console);
            return switch (this) {
                case NGINX_BELOW_A_PATH -> nginx(folder, port, part(recipe, "    location /danegate/ {", "}"));
                case NGINX_AT_THE_ROOT -> nginx(folder, port, part(recipe, "    location / {", "}"));
                case HAPROXY ->
                    part(recipe, "defaults\n", "```")
                            .replace("bind :443", "bind 127.0.0.1:" + port)
                            .replace(
                                    "/etc/ssl/console.pem",
                                    folder.resolve("server.pem").toString());
                case CADDY ->
                    """
                    {
                        admin off
                        auto_https disable_redirects
                        storage file_system %s
                    }
                    """.formatted(folder)
                            + part(recipe, "console.example.org {\n    reverse_proxy", "```")
                                    .replace(
                                            "console.example.org {",
                                            "https://127.0.0.1:%d {\n    tls %s %s"
                                                    .formatted(
                                                            port,
                                                            folder.resolve("server.crt"),
                                                            folder.resolve("server.key")));
            };
        }

        /// From the beginning of a text to the next end, which is included unless it ends the recipe.
        private static String part(String recipe, String begin, String end) {
            int from = recipe.indexOf(begin);
            int to = recipe.indexOf(end, from);
            return recipe.substring(from, end.equals("```") ? to : to + end.length());
        }

        private static String nginx(Path folder, int port, String location) {
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
    }

    /// Starts it on a free port. Where the program is missing the test is skipped with the package's name, or fails
    /// in CI.
    ///
    /// @param console port of the console
    static ProxyInFront start(Recipe recipe, Path folder, int console) throws IOException, GeneralSecurityException {
        return start(recipe, folder, console, RunningServer.freePort());
    }

    /// Starts it on a port.
    static ProxyInFront start(Recipe recipe, Path folder, int console, int port)
            throws IOException, GeneralSecurityException {
        if (!Files.isExecutable(Path.of(recipe.program)) && !"true".equals(System.getenv("CI"))) {
            Assumptions.abort("a proxy is missing: install the Debian package " + recipe.debian);
        }
        Files.createDirectories(folder);
        certificate(folder);
        Path configuration =
                Files.writeString(folder.resolve("proxy.conf"), recipe.configuration(folder, port, console));
        ProcessBuilder builder = new ProcessBuilder(recipe.command(folder, configuration))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("proxy.log").toFile());
        // Caddy keeps things in its user's home.
        builder.environment().put("HOME", folder.toString());
        ProxyInFront proxy = new ProxyInFront(builder.start(), port, recipe);
        try {
            await().atMost(Duration.ofSeconds(60)).until(proxy::listens);
        } catch (RuntimeException e) {
            proxy.close();
            throw new IllegalStateException(
                    recipe + " did not start:\n" + Files.readString(folder.resolve("proxy.log")), e);
        }
        return proxy;
    }

    String url(String path) {
        return recipe.url(port) + path;
    }

    /// The path of the console's cookies.
    String cookiePath() {
        return recipe.prefix.isEmpty() ? "/" : recipe.prefix;
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
        Files.writeString(
                folder.resolve("server.pem"),
                Files.readString(folder.resolve("server.crt")) + Files.readString(folder.resolve("server.key")));
    }

    private static void pem(Path file, String kind, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        Files.write(file, List.of("-----BEGIN " + kind + "-----", text, "-----END " + kind + "-----"));
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the proxy ended with " + process.exitValue());
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
