package beside;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Danegate as its launcher starts it, with a policy that has one destination for each case.
final class Danegate implements MailServer {

    private static final int READY_SECONDS = 180;
    private static final String PASSWORD = "Benchmark-only-1";

    private final Process process;

    private Danegate(Process process) {
        this.process = process;
    }

    /// @param launcher `bin/danegate`; its ahead-of-time cache is made if it is missing
    /// @param folder new, for this instance
    /// @param javaOptions of its virtual machine, such as a JFR recording
    /// @param concurrency connections to one destination at once
    /// @param dkim `none`, `rsa` or `both`
    static Danegate start(
            Path launcher, Path folder, Path anchor, List<String> javaOptions, int concurrency, String dkim)
            throws Exception {
        Files.createDirectories(folder);
        Path policy =
                Files.writeString(folder.resolve("policy.yml"), policy(anchor, concurrency) + signing(folder, dkim));
        List<String> command = new ArrayList<>(List.of(
                launcher.toString(),
                "serve",
                "--server.port=" + Places.DANEGATE_HTTP,
                "--danegate.data-dir=" + folder.resolve("data"),
                "--danegate.policy-file=" + policy,
                "--danegate.hostname=gateway.test",
                "--danegate.delivery.port=" + Places.SINK_SMTP,
                "--danegate.admin-password=" + PASSWORD));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.log").toFile());
        builder.environment().put("DANEGATE_JAVA", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", String.join(" ", javaOptions));
        Process process = builder.start();
        Danegate danegate = new Danegate(process);
        try {
            danegate.awaitReady();
        } catch (Exception e) {
            danegate.close();
            throw new IOException(Files.readString(folder.resolve("out.log")), e);
        }
        return danegate;
    }

    /// Makes the signing keys, and the sections of the policy that use them.
    private static String signing(Path folder, String dkim) throws Exception {
        if (dkim.equals("none")) {
            return "";
        }
        Path keys = Files.createDirectories(folder.resolve("data/dkim"));
        key(keys.resolve("rsa.key.pem"), "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048");
        String second = "";
        if (dkim.equals("both")) {
            key(keys.resolve("ed.key.pem"), "-algorithm", "ed25519");
            second = ", secondSelector: e1, secondKey: ed";
        }
        return """
                mailFlowPolicies:
                  - { name: RELAYED, behavior: RELAY, dkimSigning: true }
                  - { name: ACCEPTED, behavior: ACCEPT }
                  - { name: BLOCKED, behavior: REJECT }
                dkim:
                  profiles:
                    - { name: source, domain: source.test, selector: s1, key: rsa%s }
                """.formatted(second);
    }

    private static void key(Path file, String... kind) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "genpkey", "-out", file.toString()));
        command.addAll(List.of(kind));
        int status = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("openssl ended with " + status);
        }
    }

    private static String policy(Path anchor, int concurrency) {
        return """
                dns:
                  servers: [ { address: 127.0.0.1, port: %1$d } ]
                  trustAnchorFile: %2$s
                destinationControls:
                  default: { ipAddressPreference: PREFER_V4, tls: PREFERRED, concurrentConnections: %3$d, messagesPerConnection: 1000 }
                  destinations:
                    - { domain: clear.test, tls: NONE }
                    - { domain: tls1.test, messagesPerConnection: 1 }
                    - { domain: dane.test, dane: OPPORTUNISTIC }
                    - { domain: dane1.test, dane: OPPORTUNISTIC, messagesPerConnection: 1 }
                    - { domain: danebad.test, dane: OPPORTUNISTIC }
                smtpRoutes:
                  - { domain: clear.test, hosts: [ { host: %4$s, port: %5$d } ] }
                  - { domain: tls.test, hosts: [ { host: %6$s, port: %5$d } ] }
                  - { domain: tls1.test, hosts: [ { host: %6$s, port: %5$d } ] }
                  - { domain: refusing.test, hosts: [ { host: %7$s, port: %8$d } ] }
                  - { domain: silent.test, hosts: [ { host: %7$s, port: %9$d } ] }
                listeners:
                  - { name: OutgoingMail, address: 127.0.0.1, port: %10$d }
                """.formatted(
                        Places.DNS,
                        anchor,
                        concurrency,
                        Places.CLEAR,
                        Places.SINK_SMTP,
                        Places.TLS,
                        Places.DEAD,
                        Places.REFUSING_PORT,
                        Places.SILENT_PORT,
                        Places.DANEGATE_SMTP);
    }

    private void awaitReady() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + Places.DANEGATE_HTTP + "/actuator/health/readiness"))
                .build();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (System.nanoTime() < end && process.isAlive()) {
                try {
                    if (client.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException e) {
                    // Not listening yet.
                }
                Wait.millis(200);
            }
        }
        throw new IOException("Danegate did not start");
    }

    @Override
    public int port() {
        return Places.DANEGATE_SMTP;
    }

    @Override
    public double cpuSeconds() {
        return ProcStat.process(process.pid());
    }

    @Override
    public long memory() {
        return ProcStat.memory(process.pid());
    }

    @Override
    public long waiting() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + Places.DANEGATE_HTTP + "/actuator/prometheus"))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8)))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.matches("danegate[a-z_]*active_recipients(\\{.*})? .*"))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        }
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
