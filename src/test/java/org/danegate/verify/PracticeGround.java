package org.danegate.verify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.danegate.address.DomainName;
import org.danegate.dns.QueryLog;
import org.danegate.dns.ValidatingLookup;
import org.danegate.policy.DnsSettings;
import org.danegate.practice.PracticeCertificate;
import org.danegate.practice.PracticeCertificates;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeReceiver;
import org.danegate.practice.PracticeTree;
import org.danegate.practice.PracticeZone;
import org.danegate.practice.ReceiverBehaviour;
import org.danegate.smtp.Timeouts;

/// A signed tree, a resolver and one receiver on loopback, and verifications that use them.
final class PracticeGround implements AutoCloseable {

    static final PracticeCertificates AUTHORITY = new PracticeCertificates();
    static final PracticeCertificate LEAF = AUTHORITY.leaf("mx.ok.practice");

    final PracticeTree tree = new PracticeTree();
    final PracticeDns dns;
    final PracticeReceiver receiver;
    final String address;
    final int port;
    private final Path anchor;

    /// @param address a loopback address for the receiver
    PracticeGround(Path folder, String address) throws Exception {
        this.address = address;
        dns = PracticeDns.start(tree);
        receiver = PracticeReceiver.start(
                new InetSocketAddress(InetAddress.getByName(address), 0), LEAF, ReceiverBehaviour.good());
        port = receiver.address().getPort();
        anchor = folder.resolve("root.anchor");
        tree.writeTrustAnchor(anchor);
    }

    /// A domain where all is well.
    PracticeZone ok() {
        return tree.zone("ok.practice")
                .mx(10, "mx.ok.practice")
                .address("mx.ok.practice", address)
                .tlsa("mx.ok.practice", port, LEAF.tlsa(3, 1, 1));
    }

    int resolverPort() {
        return dns.address().getPort();
    }

    DaneVerify verify() {
        return verify(InstantSource.system(), resolverPort());
    }

    /// With other waiting times.
    DaneVerify verify(Timeouts timeouts) {
        return verify(InstantSource.system(), timeouts, resolverPort());
    }

    /// @param resolvers ports on 127.0.0.1, asked in this order
    DaneVerify verify(InstantSource clock, int... resolvers) {
        Duration wait = Duration.ofSeconds(2);
        return verify(clock, new Timeouts(wait, wait, wait, Duration.ofSeconds(10), wait, wait, wait), resolvers);
    }

    private DaneVerify verify(InstantSource clock, Timeouts timeouts, int... resolvers) {
        List<DnsSettings.Server> servers = new ArrayList<>();
        for (int resolver : resolvers) {
            servers.add(new DnsSettings.Server("127.0.0.1", resolver, servers.size()));
        }
        DnsSettings settings = new DnsSettings(servers, List.of(), List.of(), false, Duration.ofSeconds(3), anchor);
        return new DaneVerify(
                new ValidatingLookup(() -> settings, InstantSource.system(), QueryLog.NONE),
                "gate.practice",
                port,
                timeouts,
                clock);
    }

    /// The lines of one verification.
    List<String> lines(String domain) {
        Consumer<TranscriptLine> nobody = stage -> {};
        return verify().verify(new DomainName(domain), nobody).transcript();
    }

    @Override
    public void close() throws IOException {
        receiver.close();
        dns.close();
    }
}
