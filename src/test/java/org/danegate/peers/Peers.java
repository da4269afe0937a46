package org.danegate.peers;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.danegate.practice.PracticeCertificate;
import org.junit.jupiter.api.Assumptions;

/// NSD with a signed root and `test` zone, unbound before it, and Postfix as MX of two domains: `good.test` with the
/// right TLSA record and `wrong.test` with another.
public final class Peers implements AutoCloseable {

    static final String MX_ADDRESS = "127.0.0.77";

    private final Path folder;
    private final int nsdPort;
    private final int dnsPort;
    private final int smtpPort;
    private final List<Process> processes = new ArrayList<>();

    Peers(Path folder, int nsdPort, int dnsPort, int smtpPort) {
        this.folder = folder;
        this.nsdPort = nsdPort;
        this.dnsPort = dnsPort;
        this.smtpPort = smtpPort;
    }

    /// A missing program fails the build in CI and skips the test elsewhere.
    public static void require(String program, String debianPackage) {
        require(Files.isExecutable(Path.of(program)), program, debianPackage);
    }

    /// Does the same for a file that is no program.
    public static void requireFile(Path file, String debianPackage) {
        require(Files.exists(file), file.toString(), debianPackage);
    }

    private static void require(boolean there, String program, String debianPackage) {
        if (!there && !"true".equals(System.getenv("CI"))) {
            Assumptions.abort(program + " is missing: install the Debian package " + debianPackage);
        }
        if (!there) {
            throw new IllegalStateException(program + " is missing: install the Debian package " + debianPackage);
        }
    }

    void start(PracticeCertificate certificate) throws Exception {
        signZones(certificate);
        startNsd();
        startUnbound();
        startPostfix(certificate);
    }

    Path trustAnchor() {
        return folder.resolve("root.anchor");
    }

    /// What Postfix has put into the mailbox so far.
    String mailbox() throws IOException {
        Path box = folder.resolve("mail/box");
        return Files.exists(box) ? Files.readString(box, StandardCharsets.ISO_8859_1) : "";
    }

    private void signZones(PracticeCertificate certificate) throws Exception {
        byte[] key = certificate.leaf().getPublicKey().getEncoded();
        String right =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
        String wrong =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(new byte[] {1}));
        String head = "$TTL 60\n@ IN SOA ns.test. admin.test. 1 3600 600 86400 60\n@ IN NS ns.test.\n";
        Files.writeString(zone("test"), head + """
                        ns IN A 127.0.0.1
                        good IN MX 10 mx.good
                        mx.good IN A %1$s
                        _%2$d._tcp.mx.good IN TLSA 3 1 1 %3$s
                        wrong IN MX 10 mx.wrong
                        mx.wrong IN A %1$s
                        _%2$d._tcp.mx.wrong IN TLSA 3 1 1 %4$s
                        """.formatted(MX_ADDRESS, smtpPort, right, wrong));
        sign("test", "test");
        Files.writeString(
                zone("root"),
                head + "test. IN NS ns.test.\nns.test. IN A 127.0.0.1\n"
                        + Files.readString(folder.resolve("dsset-test.")));
        sign("root", ".");
        Files.copy(folder.resolve("dsset-."), trustAnchor());
    }

    private Path zone(String name) {
        return folder.resolve(name + ".zone");
    }

    private void sign(String file, String origin) throws Exception {
        run("dnssec-keygen", "-q", "-a", "ECDSAP256SHA256", "-f", "KSK", "-n", "ZONE", origin);
        run("dnssec-keygen", "-q", "-a", "ECDSAP256SHA256", "-n", "ZONE", origin);
        run(
                "dnssec-signzone",
                "-S",
                "-o",
                origin,
                "-f",
                file + ".signed",
                zone(file).getFileName().toString());
    }

    private void startNsd() throws IOException {
        Path config = Files.writeString(folder.resolve("nsd.conf"), """
                server:
                  ip-address: 127.0.0.1@%1$d
                  username: ""
                  zonesdir: "%2$s"
                  zonelistfile: "%2$s/zone.list"
                  pidfile: "%2$s/nsd.pid"
                  xfrdfile: "%2$s/xfrd.state"
                  xfrdir: "%2$s"
                  database: ""
                  server-count: 1
                remote-control:
                  control-enable: no
                zone:
                  name: "."
                  zonefile: "root.signed"
                zone:
                  name: "test"
                  zonefile: "test.signed"
                """.formatted(nsdPort, folder));
        keep("nsd", "/usr/sbin/nsd", "-d", "-c", config.toString());
        awaitPort("127.0.0.1", nsdPort);
    }

    private void startUnbound() throws IOException {
        Path config = Files.writeString(
                folder.resolve("unbound.conf"), """
                server:
                  interface: 127.0.0.1@%1$d
                  port: %1$d
                  username: ""
                  chroot: ""
                  directory: "%2$s"
                  pidfile: "%2$s/unbound.pid"
                  use-syslog: no
                  do-daemonize: no
                  do-not-query-localhost: no
                  do-ip6: no
                  trust-anchor-file: "%3$s"
                  local-zone: "test." nodefault
                remote-control:
                  control-enable: no
                stub-zone:
                  name: "."
                  stub-addr: 127.0.0.1@%4$d
                  stub-prime: no
                stub-zone:
                  name: "test"
                  stub-addr: 127.0.0.1@%4$d
                """.formatted(dnsPort, folder, trustAnchor(), nsdPort));
        keep("unbound", "/usr/sbin/unbound", "-d", "-c", config.toString());
        awaitPort("127.0.0.1", dnsPort);
    }

    private void startPostfix(PracticeCertificate certificate) throws Exception {
        Path etc = Files.createDirectories(folder.resolve("postfix"));
        Files.createDirectories(folder.resolve("spool"));
        Path data = Files.createDirectories(folder.resolve("pfdata"));
        Path mail = Files.createDirectories(folder.resolve("mail"));
        run("chown", "postfix", data.toString(), mail.toString());
        Files.writeString(
                etc.resolve("cert.pem"), pem("CERTIFICATE", certificate.leaf().getEncoded()));
        PrivateKey key = certificate.key();
        Path keyFile = Files.writeString(etc.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded()));
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
        String uid = output("id", "-u", "postfix").strip();
        String gid = output("id", "-g", "postfix").strip();
        Files.writeString(etc.resolve("main.cf"), """
                compatibility_level = 3.6
                queue_directory = %1$s/spool
                data_directory = %1$s/pfdata
                command_directory = /usr/sbin
                daemon_directory = /usr/lib/postfix/sbin
                mail_owner = postfix
                setgid_group = postdrop
                myhostname = mx.good.test
                mydestination =
                inet_interfaces = all
                inet_protocols = ipv4
                virtual_mailbox_domains = good.test, wrong.test
                virtual_mailbox_base = %1$s/mail
                virtual_mailbox_maps = static:box
                virtual_uid_maps = static:%2$s
                virtual_gid_maps = static:%3$s
                virtual_minimum_uid = 1
                smtpd_tls_cert_file = %1$s/postfix/cert.pem
                smtpd_tls_key_file = %1$s/postfix/key.pem
                smtpd_tls_security_level = may
                smtpd_relay_restrictions = reject_unauth_destination
                maillog_file = %1$s/postfix.log
                maillog_file_prefixes = %1$s
                """.formatted(folder, uid, gid));
        Files.writeString(etc.resolve("master.cf"), """
                %s:%d inet n - n - - smtpd
                pickup unix n - n 60 1 pickup
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                tlsmgr unix - - n 1000? 1 tlsmgr
                rewrite unix - - n - - trivial-rewrite
                bounce unix - - n - 0 bounce
                defer unix - - n - 0 bounce
                trace unix - - n - 0 bounce
                verify unix - - n - 1 verify
                flush unix n - n 1000? 0 flush
                proxymap unix - - n - - proxymap
                smtp unix - - n - - smtp
                error unix - - n - - error
                retry unix - - n - - error
                discard unix - - n - - discard
                local unix - n n - - local
                virtual unix - n n - - virtual
                anvil unix - - n - 1 anvil
                scache unix - - n - 1 scache
                postlog unix-dgram n - n - 1 postlogd
                """.formatted(MX_ADDRESS, smtpPort));
        run("/usr/sbin/postfix", "-c", etc.toString(), "start");
        awaitPort(MX_ADDRESS, smtpPort);
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    private void keep(String name, String... command) throws IOException {
        processes.add(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .start());
    }

    private void run(String... command) throws IOException, InterruptedException {
        output(command);
    }

    private String output(String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "run", ".out");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + Files.readString(out));
        }
        return Files.readString(out);
    }

    private static void awaitPort(String address, int port) {
        await("port " + port).atMost(Duration.ofSeconds(20)).until(() -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), 500);
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }

    /// Everything the peers printed, for a failing test.
    Map<String, String> logs() throws IOException {
        return Map.of(
                "unbound", Files.readString(folder.resolve("unbound.out")),
                "nsd", Files.readString(folder.resolve("nsd.out")),
                "postfix",
                        Files.exists(folder.resolve("postfix.log"))
                                ? Files.readString(folder.resolve("postfix.log"))
                                : "");
    }

    @Override
    public void close() throws IOException {
        try {
            if (Files.exists(folder.resolve("postfix"))) {
                run("/usr/sbin/postfix", "-c", folder.resolve("postfix").toString(), "abort");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }
}
