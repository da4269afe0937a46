package org.danegate.delivery;

import java.time.InstantSource;
import org.danegate.address.DomainName;
import org.danegate.address.LocalHostName;
import org.danegate.bounce.BounceMessages;
import org.danegate.certificate.CertificateFolder;
import org.danegate.credentials.OutgoingProfiles;
import org.danegate.dialing.ClientTls;
import org.danegate.dialing.Dialing;
import org.danegate.dialing.HopDialer;
import org.danegate.dialing.HopDialer.Identities;
import org.danegate.dialing.HostIdentity;
import org.danegate.dialing.KeyExchangeChoice;
import org.danegate.dialing.Ourselves;
import org.danegate.dialing.RouteLogin;
import org.danegate.dialing.RouteLogins;
import org.danegate.dkim.DkimSigning;
import org.danegate.dns.DnsLookup;
import org.danegate.dns.QueryLog;
import org.danegate.event.ConnectionIds;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.node.NodeRole;
import org.danegate.node.ThisNode;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.LogSubscription;
import org.danegate.queue.DestinationOrders;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.QueueOperations;
import org.danegate.queue.RetryAll;
import org.danegate.smtp.Timeouts;
import org.danegate.sts.StsPolicies;
import org.danegate.tagging.BounceVerification;
import org.danegate.trust.PublicAuthorities;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the engine, the event bus and what they share.
@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    ConnectionIds connectionIds() {
        return new ConnectionIds();
    }

    /// The readers are looked up at the first event, so that a reader may publish events itself.
    @Bean(destroyMethod = "close")
    EventBus eventBus(ObjectProvider<DeliveryEvents.Reader> readers) {
        return new EventBus(() -> readers.orderedStream().toList());
    }

    /// Reports the steps of lookups to the log; the detailed ones only while a log subscription records them.
    @Bean
    QueryLog queryLog(DeliveryEvents events, CommittedPolicy policy, InstantSource clock) {
        return (warning, line) -> {
            if (warning || takesDetail(policy)) {
                events.publish(new DeliveryEvent.DnsDetail(clock.instant(), warning, line));
            }
        };
    }

    private static boolean takesDetail(CommittedPolicy policy) {
        return policy.current().policy().logSubscriptions().stream().anyMatch(LogSubscription::takesDetail);
    }

    /// This host's name for EHLO, Received, notifications and the log.
    @Bean
    LocalHostName localHostName(@Value("${danegate.hostname:}") String configured) {
        LocalHostName hostname = LocalHostName.of(configured);
        LoggerFactory.getLogger(LocalHostName.class)
                .atLevel(hostname.doubt().isPresent() ? Level.WARN : Level.INFO)
                .log(hostname.line(!configured.isBlank()));
        return hostname;
    }

    @Bean
    Dialing dialing(
            DnsLookup dns,
            LocalHostName hostname,
            ObjectProvider<Ourselves> ourselves,
            ObjectProvider<StsPolicies> policies,
            @Value("${danegate.delivery.port:25}") int port) {
        Ourselves here = ourselves.getIfAvailable(() -> Ourselves.NOWHERE);
        return new Dialing(
                dns, hostname.name(), here, port, System::nanoTime, policies.getIfAvailable(() -> StsPolicies.NONE));
    }

    /// Certificates are read again when they change or when a new policy is committed.
    @Bean
    static ClientTls clientTls(
            CertificateFolder certificates, CommittedPolicy policy, DeliveryEvents events, InstantSource clock) {
        ClientTls tls = new ClientTls(
                certificates,
                events,
                clock,
                () -> KeyExchangeChoice.groups(policy.current().policy()));
        policy.onCommit(revision -> tls.forget());
        certificates.onChange(tls::forget);
        return tls;
    }

    /// The attempts in progress, shared by the code that starts attempts and the code that may end them.
    @Bean
    Attempts attempts() {
        return new Attempts(RunBounds.defaults());
    }

    @Bean
    DeliveryEngine deliveryEngine(
            MessageQueue queue,
            CommittedPolicy policy,
            DestinationOrders orders,
            Dialing dialing,
            LocalHostName hostname,
            ConnectionIds ids,
            DeliveryEvents events,
            InstantSource clock,
            EnvelopeSenders senders,
            Attempts attempts,
            Identities identities,
            DkimSigning dkim) {
        Connections connections = connections(hostname.name(), identities, ids, attempts, events, clock);
        Outcomes outcomes = outcomes(queue, hostname.name(), events, clock);
        DeliveryMeans means = new DeliveryMeans(dialing, connections, queue, outcomes, events, clock);
        MailMeans mail = new MailMeans(senders, new HostIdentity(identities.authorities()), dkim);
        return new DeliveryEngine(means, mail, policy, orders, attempts);
    }

    @Bean
    RetryAll retryAll(DeliveryEngine engine) {
        return engine::retryAll;
    }

    @Bean
    EnvelopeSenders envelopeSenders(BounceVerification verification) {
        return EnvelopeSenders.tagging(verification::tag);
    }

    /// By what this gateway and the hosts that it delivers to identify themselves.
    @Bean
    Identities identities(ClientTls tls, OutgoingProfiles profiles, PublicAuthorities authorities) {
        return new Identities(tls::sessions, logins(profiles), authorities);
    }

    private static RouteLogins logins(OutgoingProfiles profiles) {
        return name -> profiles.login(name).map(known -> new RouteLogin(known.login(), known.serverKey()));
    }

    static Connections connections(
            DomainName hostname,
            Identities identities,
            ConnectionIds ids,
            Attempts attempts,
            DeliveryEvents events,
            InstantSource clock) {
        HopDialer dialer = new HopDialer(hostname.ascii(), Timeouts.defaults(), clock, System::nanoTime, identities);
        return new Connections(dialer, ids, attempts, events, clock);
    }

    static Outcomes outcomes(MessageQueue queue, DomainName hostname, DeliveryEvents events, InstantSource clock) {
        return new Outcomes(queue, events, new BounceMessages(hostname.ascii()), clock);
    }

    @Bean
    QueueClearing queueClearing(
            MessageQueue queue,
            QueueOperations operations,
            LocalHostName hostname,
            CommittedPolicy policy,
            DeliveryEvents events,
            InstantSource clock,
            Attempts attempts) {
        return clearing(queue, operations, hostname.name(), policy, events, clock, attempts);
    }

    static QueueClearing clearing(
            MessageQueue queue,
            QueueOperations operations,
            DomainName hostname,
            CommittedPolicy policy,
            DeliveryEvents events,
            InstantSource clock,
            Attempts attempts) {
        return new QueueClearing(operations, outcomes(queue, hostname, events, clock), policy, clock, attempts);
    }

    @Bean
    SmartLifecycle deliveryLifecycle(DeliveryEngine engine, ThisNode node) {
        return new EngineLifecycle(engine, node.has(NodeRole.DELIVERY));
    }
}
