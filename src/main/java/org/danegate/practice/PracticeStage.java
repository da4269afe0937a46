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
    private final Map<String, PracticeWebServer> webServers = new LinkedHashMap<>();
    private int port;
    private int webPort;

    /// @param port of receivers
    /// @param webPort of servers of policies; 0 for a free one, which the first of them decides
    PracticeStage(PracticeTree tree, PracticeDns dns, int port, int webPort) {
        this.webPort = webPort;
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

    int webPort() {
        return webPort;
    }

    Map<String, PracticeWebServer> webServers() {
        return webServers;
    }

    /// The web server of a domain that publishes a policy.
    PracticeWebServer web(String domain) {
        PracticeWebServer found = webServers.get(domain);
        if (found == null) {
            throw new IllegalArgumentException(domain + " has no web server");
        }
        return found;
    }

    /// Starts a web server at `mta-sts.DOMAIN` with a certificate of the authority.
    void publish(String domain, WebPage policy) {
        String host = "mta-sts." + domain;
        int number = webServers.size() + 1;
        try {
            InetAddress at = InetAddress.getByAddress(host, new byte[] {127, 26, 0, (byte) number});
            PracticeWebServer server =
                    PracticeWebServer.start(new InetSocketAddress(at, webPort), certificates.leaf(host), policy);
            webPort = server.address().getPort();
            webServers.put(domain, server);
            tree.zone(domain).address(host, at.getHostAddress());
        } catch (BindException e) {
            throw new UncheckedIOException("port " + webPort + " of web servers is taken", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
