package beside;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import org.danegate.dns.answer.TlsaRecord;
import org.danegate.practice.PracticeCertificate;
import org.danegate.practice.PracticeCertificates;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeTree;
import org.danegate.practice.PracticeZone;
import org.danegate.practice.ZoneStyle;

/// The DNS that both gateways ask: signed zones of the practice network behind one unbound, which validates from the
/// tree's own trust anchor and sets AD. Also the sink's certificate.
final class Network implements AutoCloseable {

    private static final long TTL = 86_400;

    private final PracticeDns authority;
    private final Process unbound;
    private final Path anchor;
    private final Path certificate;
    private final Path key;

    private Network(PracticeDns authority, Process unbound, Path anchor, Path certificate, Path key) {
        this.authority = authority;
        this.unbound = unbound;
        this.anchor = anchor;
        this.certificate = certificate;
        this.key = key;
    }

    /// @param far domains besides those of the other cases
    static Network start(Path folder, FarDomains far) throws Exception {
        PracticeCertificate certificate = new PracticeCertificates().leaf("mx.dane.test");
        Path chain = pem(
                folder.resolve("sink.pem"), "CERTIFICATE", certificate.leaf().getEncoded());
        Path key =
                pem(folder.resolve("sink.key"), "PRIVATE KEY", certificate.key().getEncoded());
        PracticeTree tree = tree(certificate, far);
        Path anchor = folder.resolve("root.anchor");
        tree.writeTrustAnchor(anchor);
        PracticeDns authority =
                PracticeDns.start(tree, new InetSocketAddress(InetAddress.getByName("127.0.0.1"), Places.AUTHORITY));
        return new Network(authority, unbound(folder, anchor), anchor, chain, key);
    }

    private static Path pem(Path file, String label, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }

    Path anchor() {
        return anchor;
    }

    /// PEM, and so is the key.
    Path certificate() {
        return certificate;
    }

    Path key() {
        return key;
    }

    private static PracticeTree tree(PracticeCertificate certificate, FarDomains far) {
        PracticeTree tree = new PracticeTree(TTL, InstantSource.system());
        TlsaRecord right = certificate.tlsa(3, 1, 1);
        byte[] other = right.data().clone();
        other[0] ^= 1;
        tree.zone("dane.test")
                .mx(10, "mx.dane.test")
                .address("mx.dane.test", Places.DANE)
                .tlsa("mx.dane.test", Places.SINK_SMTP, right);
        tree.zone("daner.test").mx(10, "mx.dane.test");
        tree.zone("dane1.test").mx(10, "mx.dane.test");
        tree.zone("danebad.test")
                .mx(10, "mx.danebad.test")
                .address("mx.danebad.test", Places.DANE_WRONG)
                .tlsa("mx.danebad.test", Places.SINK_SMTP, new TlsaRecord(3, 1, 1, other));
        PracticeZone many = tree.zone("many.test");
        for (int n = 0; n < Places.DESTINATIONS; n++) {
            String domain = Places.manyDomain(n);
            many.add(domain, "MX", "10 mx." + domain + ".").address("mx." + domain, Places.manyAddress(n));
        }
        PracticeZone distant = tree.zone(FarDomains.ZONE, far.signed() ? ZoneStyle.NSEC : ZoneStyle.UNSIGNED);
        for (int n = 0; n < far.count(); n++) {
            String domain = FarDomains.name(n);
            distant.add(domain, "MX", "10 mx." + domain + ".").address("mx." + domain, far.address(n));
        }
        return tree;
    }

    private static Process unbound(Path folder, Path anchor) throws IOException, InterruptedException {
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
                  msg-cache-size: 128m
                  rrset-cache-size: 256m
                  trust-anchor-file: "%3$s"
                  local-zone: "test." nodefault
                remote-control:
                  control-enable: no
                stub-zone:
                  name: "."
                  stub-addr: 127.0.0.1@%4$d
                  stub-prime: no
                """.formatted(Places.DNS, folder, anchor, Places.AUTHORITY));
        return new ProcessBuilder("/usr/sbin/unbound", "-d", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("unbound.out").toFile())
                .start();
    }

    @Override
    public void close() throws IOException {
        unbound.destroy();
        authority.close();
    }
}
