package org.danegate.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.danegate.address.DomainName;
import org.danegate.certificate.CertificateFolder;
import org.danegate.credentials.SenderLogins;
import org.danegate.dialing.ClientTls;
import org.danegate.dialing.Dialing;
import org.danegate.dialing.HopDialer;
import org.danegate.dialing.HostIdentity;
import org.danegate.dialing.Ourselves;
import org.danegate.dkim.DkimRig;
import org.danegate.dns.QueryLog;
import org.danegate.dns.ValidatingLookup;
import org.danegate.event.ConnectionIds;
import org.danegate.event.DeliveryEvents;
import org.danegate.listener.ListenerBounds;
import org.danegate.listener.ListenerMeans;
import org.danegate.listener.SmtpListeners;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.Policy;
import org.danegate.policy.file.PolicyFile;
import org.danegate.queue.DestinationOrders;
import org.danegate.queue.embedded.EmbeddedMessageQueue;
import org.danegate.tagging.TagCheck;
import org.danegate.trust.PublicAuthorities;

/// Listener, queue and engine as a process of their own that starts in a moment, to be killed.
final class CrashNode {

    private CrashNode() {}

    /// @param args the folder for its data, and the policy file
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Policy policy = PolicyFile.read(Files.readString(Path.of(args[1]))).policy();
        InstantSource clock = InstantSource.system();
        EmbeddedMessageQueue queue = new EmbeddedMessageQueue(
                folder.resolve("queue"), clock, new EmbeddedMessageQueue.Settings(1 << 20, 1 << 18, 2, 0));
        queue.damage().forEach(line -> System.out.println("damage: " + line));
        CommittedPolicy committed = new Fixed(policy);
        ConnectionIds ids = new ConnectionIds();
        DomainName self = DomainName.parse("node.example");
        CertificateFolder certificates = new CertificateFolder(folder.resolve("tls"), self.ascii());
        DeliveryEvents nobody = event -> {};
        Dialing dialing = new Dialing(
                new ValidatingLookup(() -> policy.dns(), clock, QueryLog.NONE),
                self,
                Ourselves.NOWHERE,
                25,
                System::nanoTime);
        Attempts attempts = new Attempts(RunBounds.defaults());
        ClientTls tls = DeliveryConfiguration.clientTls(certificates, committed, nobody, clock);
        Connections connections = DeliveryConfiguration.connections(
                self, HopDialer.Identities.of(tls::sessions), ids, attempts, nobody, clock);
        Outcomes outcomes = DeliveryConfiguration.outcomes(queue, self, nobody, clock);
        new DeliveryEngine(
                        new DeliveryMeans(dialing, connections, queue, outcomes, nobody, clock),
                        new MailMeans(
                                EnvelopeSenders.AS_GIVEN,
                                new HostIdentity(PublicAuthorities.ofPlatform()),
                                new DkimRig(folder.resolve("dkim")).signing(committed, clock)),
                        committed,
                        DestinationOrders.NONE,
                        attempts)
                .start();
        ListenerMeans means =
                new ListenerMeans(committed, queue, event -> {}, ids, clock, TagCheck.NO_KEYS, SenderLogins.NOBODY);
        new SmtpListeners(means, self.ascii(), certificates, ListenerBounds.DEFAULTS).start();
        System.out.println("ready");
    }

    private record Fixed(Policy policy) implements CommittedPolicy {

        @Override
        public Revision current() {
            return new Revision(1, policy);
        }

        @Override
        public void onCommit(Consumer<Revision> reader) {
            // Nothing is ever committed here.
        }
    }
}
