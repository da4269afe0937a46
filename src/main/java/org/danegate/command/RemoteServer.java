package org.danegate.command;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.danegate.control.Request;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A server that is reached through its console's HTTP interface, with an API token.
///
/// @param words address of the route for words
record RemoteServer(URI words, String token, @Nullable Path caFile) {

    /// What the route answers with when asked for frames.
    static final String FRAMES = "application/vnd.danegate.frames";

    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    static RemoteServer of(String url, ServerOptions options, Map<String, String> environment) throws WrongOptions {
        URI console;
        try {
            console = URI.create(url.endsWith("/") ? url : url + "/");
        } catch (IllegalArgumentException e) {
            throw WrongOptions.file("not a URL: " + url);
        }
        String host = console.getHost();
        if (host == null || !Set.of("http", "https").contains(String.valueOf(console.getScheme()))) {
            throw WrongOptions.file("not a URL with http or https and a host: " + url);
        }
        if (console.getScheme().equals("http") && !isLoopback(host)) {
            throw WrongOptions.file("the token would cross the network readable by all; use https for " + host);
        }
        return new RemoteServer(console.resolve("api/v1/words"), token(options, environment), options.caFile());
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String token(ServerOptions options, Map<String, String> environment) throws WrongOptions {
        Path file = options.tokenFile();
        if (file == null) {
            String token = environment.getOrDefault("DANEGATE_TOKEN", "").strip();
            if (token.isEmpty()) {
                throw WrongOptions.file("a token is needed, in DANEGATE_TOKEN or in a file by --token-file");
            }
            return token;
        }
        try {
            Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
            if (!OWNERS.containsAll(granted)) {
                throw WrongOptions.file("others may read the token file; close it by: chmod 600 " + file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw WrongOptions.file("the token file cannot be read: " + file);
        }
    }

    /// Sends the word; what the answer prints comes as frames.
    DataInputStream say(Request request) throws IOException, WrongOptions {
        String body = JsonMapper.builder()
                .build()
                .writeValueAsString(Map.of("words", request.words(), "input", request.input()));
        HttpRequest asked = HttpRequest.newBuilder(words)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", FRAMES)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<InputStream> answer = client().send(asked, HttpResponse.BodyHandlers.ofInputStream());
            String type = answer.headers().firstValue("Content-Type").orElse("");
            if (answer.statusCode() != 200 || !type.startsWith(FRAMES)) {
                answer.body().close();
                throw WrongOptions.file(refusal(answer.statusCode()));
            }
            return new DataInputStream(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private String refusal(int status) {
        return switch (status) {
            case 401 -> "the token is not valid at " + words.getAuthority();
            case 404 -> words.getAuthority() + " knows no words; is it the console of a Danegate?";
            default -> words.getAuthority() + " refused with HTTP status " + status;
        };
    }

    private HttpClient client() throws WrongOptions {
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10));
        Path file = caFile;
        if (file != null) {
            client.sslContext(trusting(file));
        }
        return client.build();
    }

    private static SSLContext trusting(Path file) throws WrongOptions {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("ca" + trusted.size(), one);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw WrongOptions.file("the file of certificates cannot be read: " + file);
        }
    }
}
