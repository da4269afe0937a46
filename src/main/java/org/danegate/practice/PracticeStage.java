package org.danegate.practice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parts for building stories: the tree, the resolver's faults, certificates, and receivers that all listen on one
/// port at loopback addresses `127.25.0.n`.
final class PracticeStage {
    private static final int KEPT_MESSAGES = 1_000;

    private final PracticeTree tree;
    private final PracticeDns dns;
    private final PracticeCertificates certificates = new PracticeCertificates();
    private final Inbox inbox = new Inbox(KEPT_MESSAGES);
    private final Map<String, PracticeReceiver> receivers = new LinkedHashMap<>();
    private int port;

    PracticeStage(PracticeTree tree, PracticeDns dns, int port) {
        this.tree = tree;
        this.dns = dns;
        this.port = port;
    }

    PracticeTree tree() {
        return tree;
    }

    ResolverFaults faults() {
        return dns.faults();
    }

    PracticeCertificates certificates() {
        return certificates;
    }

    Inbox inbox() {
        return inbox;
    }

    Map<String, PracticeReceiver> receivers() {
        return receivers;
    }

    int port() {
        return port;
    }

    static String address(int number) {
        return "127.25.0." + number;
    }

    /// A zone with one MX host `mx.DOMAIN` at the numbered address; nothing listens there yet.
    PracticeZone zone(String domain, ZoneStyle style, int number) {
        return tree.zone(domain, style).mx(10, "mx." + domain).address("mx." + domain, address(number));
    }

    /// A signed zone whose MX host listens and has a certificate of the authority and a matching 3 1 1 record.
    PracticeZone good(String domain, int number, ReceiverBehaviour behaviour) {
        PracticeCertificate certificate = certificates.leaf("mx." + domain);
        receiver("mx." + domain, number, certificate, behaviour);
        return zone(domain, ZoneStyle.NSEC, number).tlsa("mx." + domain, port, certificate.tlsa(3, 1, 1));
    }

    /// Starts a receiver; the first one decides the port when none was given.
    void receiver(String host, int number, @Nullable PracticeCertificate certificate, ReceiverBehaviour behaviour) {
        try {
            InetAddress at = InetAddress.getByAddress(host, new byte[] {127, 25, 0, (byte) number});
            PracticeReceiver receiver =
                    PracticeReceiver.start(new InetSocketAddress(at, port), certificate, behaviour, inbox);
            port = receiver.address().getPort();
            receivers.put(host, receiver);
        } catch (BindException e) {
            throw new UncheckedIOException("port " + port + " at " + address(number) + " is taken", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
