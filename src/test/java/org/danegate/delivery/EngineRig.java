package org.danegate.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.address.MailAddress;
import org.danegate.certificate.CertificateFolder;
import org.danegate.dialing.ClientTls;
import org.danegate.dialing.Dialing;
import org.danegate.dialing.HopDialer;
import org.danegate.dialing.HostIdentity;
import org.danegate.dialing.RouteLogin;
import org.danegate.dkim.DkimRig;
import org.danegate.dns.QueryLog;
import org.danegate.dns.ValidatingLookup;
import org.danegate.event.ConnectionIds;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.BounceProfile;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DaneSupport;
import org.danegate.policy.DestinationControls;
import org.danegate.policy.DestinationProfile;
import org.danegate.policy.DestinationSetting;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.Policy;
import org.danegate.policy.SmtpRoute;
import org.danegate.policy.TlsSupport;
import org.danegate.practice.PracticeNetwork;
import org.danegate.practice.PracticeSettings;
import org.danegate.published.PracticePolicies;
import org.danegate.queue.DestinationOrders;
import org.danegate.queue.Envelope;
import org.danegate.queue.NewMessage;
import org.danegate.queue.embedded.EmbeddedMessageQueue;
import org.danegate.trust.PublicAuthorities;
import org.jspecify.annotations.Nullable;

/// The engine with a real queue, real lookups and the practice network, a clock that tests may put forward, and the
/// events to look at and wait for.
final class EngineRig implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final EmbeddedMessageQueue queue;
    final DeliveryEngine engine;
    final QueueClearing clearing;
    final Orders orders = new Orders();
    /// Signing keys by the names that a policy gives them.
    final DkimRig dkim;
    /// Logins by profile, for routes that name one.
    final Map<String, RouteLogin> logins = new ConcurrentHashMap<>();

    private final Attempts attempts;
    private final AtomicReference<Duration> forward = new AtomicReference<>(Duration.ZERO);
    final InstantSource clock = () -> InstantSource.system().instant().plus(forward.get());
    private final AtomicReference<Duration> dnsForward = new AtomicReference<>(Duration.ZERO);
    private final InstantSource dnsClock =
            () -> InstantSource.system().instant().plus(dnsForward.get());
    private final Events events = new Events();
    private final Commits committed;
    private final Set<InetSocketAddress> listening = ConcurrentHashMap.newKeySet();

    EngineRig(Path folder, PracticeNetwork network, UnaryOperator<Policy> changes) throws IOException {
        this(folder, network, changes, EnvelopeSenders.AS_GIVEN);
    }

    EngineRig(Path folder, PracticeNetwork network, UnaryOperator<Policy> changes, EnvelopeSenders senders)
            throws IOException {
        this(folder, network, changes, senders, RunBounds.defaults(), PublicAuthorities.ofPlatform());
    }

    EngineRig(Path folder, PracticeNetwork network, UnaryOperator<Policy> changes, RunBounds bounds)
            throws IOException {
        this(folder, network, changes, EnvelopeSenders.AS_GIVEN, bounds, PublicAuthorities.ofPlatform());
    }

    /// A gateway for which the authority of the practice network is a public one.
    static EngineRig trusting(Path folder, PracticeNetwork network, UnaryOperator<Policy> changes) throws IOException {
        return new EngineRig(
                folder, network, changes, EnvelopeSenders.AS_GIVEN, RunBounds.defaults(), authority(network));
    }

    private static PublicAuthorities authority(PracticeNetwork network) {
        return PublicAuthorities.with(List.of(network.certificates().authority()));
    }

    private EngineRig(
            Path folder,
            PracticeNetwork network,
            UnaryOperator<Policy> changes,
            EnvelopeSenders senders,
            RunBounds bounds,
            PublicAuthorities authorities)
            throws IOException {
        DnsSettings dns = PracticeSettings.dns(network, folder, Duration.ofSeconds(2));
        Policy policy = changes.apply(Policy.defaults().with(dns));
        committed = new Commits(policy);
        dkim = new DkimRig(folder.resolve("dkim"));
        attempts = new Attempts(bounds);
        DomainName self = DomainName.parse("gate.practice");
        queue = new EmbeddedMessageQueue(folder.resolve("queue"), clock, EmbeddedMessageQueue.Settings.defaults());
        ConnectionIds ids = new ConnectionIds();
        ValidatingLookup lookup = new ValidatingLookup(() -> dns, dnsClock, QueryLog.NONE);
        Dialing dialing = new Dialing(
                lookup,
                self,
                this::isListenedAt,
                network.deliveryPort(),
                System::nanoTime,
                new PracticePolicies(network, lookup, events, clock));
        ClientTls tls = DeliveryConfiguration.clientTls(
                new CertificateFolder(folder.resolve("tls"), self.ascii()), committed, events, clock);
        HopDialer.Identities identities =
                new HopDialer.Identities(tls::sessions, name -> Optional.ofNullable(logins.get(name)), authorities);
        Connections connections = DeliveryConfiguration.connections(self, identities, ids, attempts, events, clock);
        Outcomes outcomes = DeliveryConfiguration.outcomes(queue, self, events, clock);
        engine = new DeliveryEngine(
                new DeliveryMeans(dialing, connections, queue, outcomes, events, clock),
                new MailMeans(senders, new HostIdentity(authority(network)), dkim.signing(committed, clock)),
                committed,
                orders,
                attempts);
        clearing = DeliveryConfiguration.clearing(queue, queue.operations(), self, committed, events, clock, attempts);
        engine.start();
    }

    /// Says that this gateway listens at an address.
    void listenAt(InetAddress address, int port) {
        listening.add(new InetSocketAddress(address, port));
    }

    private boolean isListenedAt(InetAddress address, int port) {
        return listening.contains(new InetSocketAddress(address, port));
    }

    /// The Default profile with TLS Preferred and that DANE Support, retries after an hour.
    static UnaryOperator<Policy> dane(DaneSupport support) {
        return profile(p -> with(p, TlsSupport.PREFERRED, support));
    }

    static UnaryOperator<Policy> profile(UnaryOperator<DestinationProfile> change) {
        return policy -> policy.with(new DestinationControls(
                change.apply(DestinationProfile.defaults()), List.of(), new DestinationControls.Global(null, false)));
    }

    static DestinationProfile with(DestinationProfile p, TlsSupport tls, DaneSupport dane) {
        return p.with(DestinationSetting.TLS, tls).with(DestinationSetting.DANE, dane);
    }

    static DestinationProfile limits(DestinationProfile p, int connections, int messages) {
        return p.with(DestinationSetting.CONCURRENT_CONNECTIONS, connections)
                .with(DestinationSetting.MESSAGES_PER_CONNECTION, messages);
    }

    static UnaryOperator<Policy> bounces(BounceProfile profile) {
        return p -> new Policy(
                p.dns(),
                p.destinationControls(),
                p.smtpRoutes(),
                List.of(profile),
                p.listeners(),
                p.mailFlowPolicies(),
                p.recipientAccess(),
                p.logSubscriptions());
    }

    static UnaryOperator<Policy> route(SmtpRoute route) {
        return p -> new Policy(
                p.dns(),
                p.destinationControls(),
                List.of(route),
                p.bounceProfiles(),
                p.listeners(),
                p.mailFlowPolicies(),
                p.recipientAccess(),
                p.logSubscriptions());
    }

    static UnaryOperator<Policy> both(UnaryOperator<Policy> one, UnaryOperator<Policy> other) {
        return p -> other.apply(one.apply(p));
    }

    /// Puts another policy in force.
    void commit(UnaryOperator<Policy> changes) {
        committed.put(new CommittedPolicy.Revision(
                committed.current.number() + 1, changes.apply(committed.current.policy())));
    }

    /// Accepts a message that came in under RELAY; returns its MID.
    long relay(String... recipients) throws IOException {
        return accept(envelope("sender@origin.example", true), "Subject: test\r\n\r\ntext\r\n", recipients);
    }

    static Envelope envelope(String sender, boolean relayed) {
        return new Envelope(sender, relayed, false, false, "", "", "In");
    }

    long accept(Envelope envelope, String text, String... recipients) throws IOException {
        return accept(envelope, text.getBytes(StandardCharsets.UTF_8), recipients);
    }

    long accept(Envelope envelope, byte[] body, String... recipients) throws IOException {
        long mid = queue.nextMid();
        List<NewMessage.Recipient> to = Stream.of(recipients)
                .map(r -> new NewMessage.Recipient(MailAddress.parse(r), "", ""))
                .toList();
        queue.accept(new NewMessage(mid, envelope, to, body, clock.instant()));
        return mid;
    }

    /// Does something once, on the thread of the first event of that type, before the engine goes on.
    <E extends DeliveryEvent> void atFirst(Class<E> type, Runnable what) {
        events.atFirst(type, what);
    }

    /// Lets time pass for the queue and the engine.
    void putForward(Duration time) {
        forward.updateAndGet(t -> t.plus(time));
    }

    /// Lets time pass for the cache of lookups.
    void putDnsForward(Duration time) {
        dnsForward.updateAndGet(t -> t.plus(time));
    }

    Instant now() {
        return clock.instant();
    }

    <E extends DeliveryEvent> List<E> events(Class<E> type) {
        return events.all().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /// The first event of that type that fulfils the condition; fails after a minute.
    <E extends DeliveryEvent> E await(Class<E> type, Predicate<E> condition) throws InterruptedException {
        DeliveryEvent found = events.await(e -> type.isInstance(e) && condition.test(type.cast(e)), PATIENCE);
        assertThat(found)
                .as("%s in time; last were %s", type.getSimpleName(), events.last(5))
                .isNotNull();
        return type.cast(found);
    }

    @Override
    public void close() {
        engine.stop(Duration.ofSeconds(2));
        queue.close();
    }

    /// What an administrator ordered.
    static final class Orders implements DestinationOrders {

        private final Map<String, String> suspended = new ConcurrentHashMap<>();
        private final Map<String, Redirect> redirected = new ConcurrentHashMap<>();
        private final Map<String, Duration> graces = new ConcurrentHashMap<>();
        private volatile Runnable reader = () -> {};

        void suspend(String destination, Duration grace) {
            graces.put(destination, grace);
            suspend(destination);
        }

        void suspend(String destination) {
            suspended.put(destination, "for a test");
            reader.run();
        }

        void resume(String destination) {
            suspended.remove(destination);
            reader.run();
        }

        void redirect(String destination, Redirect redirect) {
            redirected.put(destination, redirect);
            reader.run();
        }

        void redirectNoMore(String destination) {
            redirected.remove(destination);
            reader.run();
        }

        @Override
        public Optional<String> suspension(String destination) {
            return Optional.ofNullable(suspended.get(destination));
        }

        @Override
        public Optional<Duration> grace(String destination) {
            return Optional.ofNullable(graces.get(destination));
        }

        @Override
        public Optional<Redirect> redirect(String destination) {
            return Optional.ofNullable(redirected.get(destination));
        }

        @Override
        public void onChange(Runnable reader) {
            this.reader = reader;
        }
    }

    /// The policy in force, which a test may replace.
    static final class Commits implements CommittedPolicy {

        private final List<Consumer<Revision>> readers = new CopyOnWriteArrayList<>();
        private volatile Revision current;

        void put(Revision revision) {
            current = revision;
            readers.forEach(r -> r.accept(revision));
        }

        Commits(Policy policy) {
            current = new Revision(1, policy);
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

    private static final class Events implements DeliveryEvents {

        private final List<DeliveryEvent> all = new ArrayList<>();
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition more = lock.newCondition();
        private final Map<Class<? extends DeliveryEvent>, Runnable> once = new ConcurrentHashMap<>();

        void atFirst(Class<? extends DeliveryEvent> type, Runnable what) {
            once.put(type, what);
        }

        @Override
        public void publish(DeliveryEvent event) {
            Runnable what = once.remove(event.getClass());
            if (what != null) {
                what.run();
            }
            lock.lock();
            try {
                all.add(event);
                more.signalAll();
            } finally {
                lock.unlock();
            }
        }

        List<DeliveryEvent> all() {
            lock.lock();
            try {
                return List.copyOf(all);
            } finally {
                lock.unlock();
            }
        }

        List<DeliveryEvent> last(int most) {
            List<DeliveryEvent> known = all();
            return known.subList(Math.max(0, known.size() - most), known.size());
        }

        @Nullable
        DeliveryEvent await(Predicate<DeliveryEvent> condition, Duration atMost) throws InterruptedException {
            long left = atMost.toNanos();
            lock.lock();
            try {
                while (true) {
                    for (DeliveryEvent event : all) {
                        if (condition.test(event)) {
                            return event;
                        }
                    }
                    if (left <= 0) {
                        return null;
                    }
                    left = more.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
