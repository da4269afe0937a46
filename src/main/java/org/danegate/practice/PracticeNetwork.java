package org.danegate.practice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The whole practice network: a signed tree, its resolvers and the receivers of all stories, on loopback only. See
/// `docs/practice-network.md` for the stories.
public final class PracticeNetwork implements AutoCloseable {
    /// TTL of its records in seconds: short, so that a change shows soon.
    public static final long TTL = 20;

    private static final int PORT_TRIES = 10;

    private final PracticeTree tree;
    private final PracticeDns dns;
    private final PracticeStage stage;
    private final List<PracticeStory> stories;
    private final Map<ResolverTrouble, PracticeDns> troubled;

    private PracticeNetwork(
            PracticeTree tree,
            PracticeDns dns,
            PracticeStage stage,
            List<PracticeStory> stories,
            Map<ResolverTrouble, PracticeDns> troubled) {
        this.tree = tree;
        this.dns = dns;
        this.stage = stage;
        this.stories = stories;
        this.troubled = troubled;
    }

    /// Starts everything on free ports.
    public static PracticeNetwork start() throws IOException {
        return start(0, 0);
    }

    /// Starts everything on free ports, with zones that are signed by another clock than the system's.
    public static PracticeNetwork start(InstantSource clock) throws IOException {
        return start(0, 0, 0, clock);
    }

    /// Starts everything, the web servers on a free port.
    ///
    /// @param dnsPort of the resolver at 127.0.0.1 and of the resolvers with a fault, at 127.0.0.2 and up; 0 picks
    ///     free ones
    /// @param deliveryPort of all receivers at 127.25.0.n; 0 picks a free one
    /// @throws IOException when a port is taken
    public static PracticeNetwork start(int dnsPort, int deliveryPort) throws IOException {
        return start(dnsPort, deliveryPort, 0);
    }

    /// Starts everything.
    ///
    /// @param dnsPort of the resolver at 127.0.0.1 and of the resolvers with a fault, at 127.0.0.2 and up; 0 picks
    ///     free ones
    /// @param deliveryPort of all receivers at 127.25.0.n; 0 picks a free one
    /// @param webPort of all web servers at 127.26.0.n; 0 picks a free one
    /// @throws IOException when a port is taken
    public static PracticeNetwork start(int dnsPort, int deliveryPort, int webPort) throws IOException {
        return start(dnsPort, deliveryPort, webPort, InstantSource.system());
    }

    private static PracticeNetwork start(int dnsPort, int deliveryPort, int webPort, InstantSource clock)
            throws IOException {
        for (int left = deliveryPort == 0 || webPort == 0 ? PORT_TRIES : 1; ; left--) {
            try {
                return attempt(dnsPort, deliveryPort, webPort, clock);
            } catch (BindException e) {
                if (left <= 1) {
                    throw e;
                }
            }
        }
    }

    private static PracticeNetwork attempt(int dnsPort, int deliveryPort, int webPort, InstantSource clock)
            throws IOException {
        PracticeTree tree = new PracticeTree(TTL, clock);
        PracticeDns dns = PracticeDns.start(
                tree, new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), dnsPort));
        PracticeStage stage = new PracticeStage(tree, dns, deliveryPort, webPort);
        Map<ResolverTrouble, PracticeDns> troubled = new EnumMap<>(ResolverTrouble.class);
        try {
            for (ResolverTrouble trouble : ResolverTrouble.values()) {
                troubled.put(trouble, trouble.start(tree, dnsPort));
            }
            return new PracticeNetwork(tree, dns, stage, PracticeStories.build(stage), troubled);
        } catch (IOException | UncheckedIOException e) {
            closeAll(dns, stage, troubled);
            BindException taken = new BindException(e.getMessage());
            taken.initCause(e);
            throw taken;
        }
    }

    /// The resolver to configure.
    public InetSocketAddress resolver() {
        return dns.address();
    }

    /// A resolver with a fault, for the same tree.
    public InetSocketAddress resolver(ResolverTrouble trouble) {
        PracticeDns found = troubled.get(trouble);
        if (found == null) {
            throw new IllegalStateException("no resolver for " + trouble);
        }
        return found.address();
    }

    /// The resolver itself: its faults and its log.
    public PracticeDns dns() {
        return dns;
    }

    /// The zones, which may be changed at any time.
    public PracticeTree tree() {
        return tree;
    }

    /// The port of all receivers, for the property `danegate.delivery.port`.
    public int deliveryPort() {
        return stage.port();
    }

    /// All messages that any receiver accepted (the last 1000).
    public Inbox inbox() {
        return stage.inbox();
    }

    /// The receiver at a host name, such as `mx.ok.practice`; empty where nothing listens.
    public Optional<PracticeReceiver> receiver(String host) {
        return Optional.ofNullable(stage.receivers().get(host));
    }

    /// The port of all web servers, for the property `danegate.https.port`.
    public int webPort() {
        return stage.webPort();
    }

    /// The web server of a domain that publishes a policy, such as `sts-enforce.practice`.
    public PracticeWebServer webServer(String domain) {
        return stage.web(domain);
    }

    /// The authority of the practice certificates, to issue more of them.
    public PracticeCertificates certificates() {
        return stage.certificates();
    }

    /// The stories in the order of the documentation.
    public List<PracticeStory> stories() {
        return stories;
    }

    /// Writes the trust anchor of this network's root in zone-file form, in place.
    public void writeTrustAnchor(Path file) throws IOException {
        tree.writeTrustAnchor(file);
    }

    /// Writes the certificate of the practice authority as PEM, in place.
    public void writeAuthority(Path file) throws IOException {
        try {
            byte[] certificate = certificates().authority().getEncoded();
            String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate);
            Files.writeString(file, "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n");
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate of our own has no encoding", e);
        }
    }

    /// A policy file for this network: its resolver, its trust anchor, destinations with DANE, quick retries.
    ///
    /// @param trustAnchorFile as written by [#writeTrustAnchor(Path)]
    public String policyYaml(Path trustAnchorFile) {
        return PracticePolicy.yaml(resolver(), trustAnchorFile);
    }

    @Override
    public void close() throws IOException {
        closeAll(dns, stage, troubled);
    }

    private static void closeAll(PracticeDns dns, PracticeStage stage, Map<ResolverTrouble, PracticeDns> troubled)
            throws IOException {
        dns.close();
        for (PracticeDns other : troubled.values()) {
            other.close();
        }
        for (PracticeReceiver receiver : stage.receivers().values()) {
            receiver.close();
        }
        for (PracticeWebServer server : stage.webServers().values()) {
            server.close();
        }
    }
}
