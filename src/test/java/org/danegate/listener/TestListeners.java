package org.danegate.listener;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.danegate.certificate.CertificateFolder;
import org.danegate.credentials.SenderLogins;
import org.danegate.event.ConnectionIds;
import org.danegate.event.DeliveryEvent;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DomainPattern;
import org.danegate.policy.ListenerSettings;
import org.danegate.policy.ListenerSettings.Authentication;
import org.danegate.policy.ListenerSettings.ListenerTls;
import org.danegate.policy.ListenerSettings.SenderGroup;
import org.danegate.policy.Policy;
import org.danegate.policy.RecipientAccess;
import org.danegate.tagging.TagCheck;

/// Listeners on ephemeral ports with a queue and events to look at.
final class TestListeners implements AutoCloseable {

    final RecordingQueue queue = new RecordingQueue();
    final List<DeliveryEvent> events = new CopyOnWriteArrayList<>();
    final Commits commits;
    final CertificateFolder certificates;
    final SmtpListeners listeners;

    TestListeners(Path dir, Policy policy, int maxConnections, Duration timeout) {
        this(dir, policy, maxConnections, timeout, TagCheck.NO_KEYS);
    }

    TestListeners(Path dir, Policy policy, int maxConnections, Duration timeout, TagCheck tags) {
        this(dir, policy, bounds(maxConnections, timeout), tags);
    }

    TestListeners(Path dir, Policy policy, ListenerBounds bounds, TagCheck tags) {
        this(dir, policy, bounds, tags, SenderLogins.NOBODY);
    }

    TestListeners(Path dir, Policy policy, ListenerBounds bounds, TagCheck tags, SenderLogins logins) {
        commits = new Commits(policy);
        certificates = new CertificateFolder(dir.resolve("tls"), "mail.test");
        listeners = new SmtpListeners(
                new ListenerMeans(
                        commits, queue, events::add, new ConnectionIds(), InstantSource.system(), tags, logins),
                "mail.test",
                certificates,
                bounds);
        listeners.start();
    }

    /// The defaults, with errors that wait for a moment only.
    static ListenerBounds bounds(int connections, Duration silence) {
        ListenerBounds d = ListenerBounds.DEFAULTS;
        return new ListenerBounds(connections, silence, silence, d.withoutMail(), Duration.ofMillis(1));
    }

    /// One listener whose loopback clients have that mail flow policy.
    static TestListeners with(Path dir, String flow) {
        return new TestListeners(
                dir, policy(settings("In", flow, ListenerTls.PREFERRED, 10_000)), 1000, Duration.ofSeconds(20));
    }

    static ListenerSettings settings(String name, String flow, ListenerTls tls, long maxSize) {
        return new ListenerSettings(
                name,
                "127.0.0.1",
                0,
                maxSize,
                3,
                tls,
                null,
                List.of(
                        new SenderGroup("OTHERS", List.of("192.0.2.0/24", "2001:db8::/32"), "BLOCKED"),
                        new SenderGroup("LOCAL", List.of("127.0.0.0/8"), flow),
                        new SenderGroup("ALL", List.of("ALL"), "BLOCKED")));
    }

    /// The listener with AUTH and proxies.
    static ListenerSettings with(ListenerSettings l, ListenerTls tls, Authentication auth, List<String> proxies) {
        return new ListenerSettings(
                l.name(),
                l.address(),
                l.port(),
                l.maxMessageSize(),
                l.maxRecipients(),
                tls,
                l.certificate(),
                l.senderGroups(),
                l.outgoingInterface(),
                l.addressParsing(),
                l.crLfHandling(),
                auth,
                auth == Authentication.NONE ? null : "RELAYED",
                proxies);
    }

    static Policy policy(ListenerSettings... settings) {
        Policy d = Policy.defaults();
        return new Policy(
                d.dns(),
                d.destinationControls(),
                d.smtpRoutes(),
                d.bounceProfiles(),
                List.of(settings),
                d.mailFlowPolicies(),
                List.of(
                        new RecipientAccess(DomainPattern.parse("corp.example"), RecipientAccess.Action.ACCEPT),
                        new RecipientAccess(DomainPattern.parse(".corp.example"), RecipientAccess.Action.ACCEPT),
                        new RecipientAccess(DomainPattern.parse("not.corp.example"), RecipientAccess.Action.REJECT)),
                d.logSubscriptions());
    }

    int port() {
        return listeners.ports().values().iterator().next();
    }

    <E extends DeliveryEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void close() {
        listeners.stop(Duration.ZERO);
    }

    /// A policy that tests commit to.
    static final class Commits implements CommittedPolicy {
        private volatile Revision current;
        private final List<Consumer<Revision>> readers = new CopyOnWriteArrayList<>();

        Commits(Policy policy) {
            current = new Revision(1, policy);
        }

        void commit(Policy policy) {
            current = new Revision(current.number() + 1, policy);
            readers.forEach(reader -> reader.accept(current));
        }

        @Override
        public Revision current() {
            return current;
        }

        @Override
        public void onCommit(Consumer<Revision> reader) {
            readers.add(reader);
        }
    }
}
