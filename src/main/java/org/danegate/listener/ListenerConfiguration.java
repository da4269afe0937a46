package org.danegate.listener;

import java.time.InstantSource;
import org.danegate.address.LocalHostName;
import org.danegate.certificate.CertificateFolder;
import org.danegate.credentials.SenderLogins;
import org.danegate.event.ConnectionIds;
import org.danegate.event.DeliveryEvents;
import org.danegate.node.NodeRole;
import org.danegate.node.ThisNode;
import org.danegate.policy.CommittedPolicy;
import org.danegate.queue.MessageQueue;
import org.danegate.status.StatusFacts;
import org.danegate.tagging.BounceVerification;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the listeners into the server. They stop in parallel with the delivery engine: the messages they accepted are
/// already stored.
@Configuration(proxyBeanMethods = false)
public class ListenerConfiguration {

    @Bean
    SmtpListeners smtpListeners(
            CommittedPolicy policy,
            MessageQueue queue,
            DeliveryEvents events,
            ConnectionIds ids,
            InstantSource clock,
            BounceVerification tags,
            SenderLogins logins,
            LocalHostName hostname,
            CertificateFolder certificates) {
        String name = hostname.name().ascii();
        return new SmtpListeners(
                new ListenerMeans(policy, queue, events, ids, clock, tags, logins),
                name,
                certificates,
                ListenerBounds.DEFAULTS);
    }

    @Bean
    ListenerWatch listenerWatch(SmtpListeners listeners) {
        return new ListenerWatch(listeners);
    }

    @Bean
    StatusFacts listenerFacts(SmtpListeners listeners) {
        return new ListenerFacts(listeners);
    }

    @Bean
    SmartLifecycle smtpListenersLifecycle(SmtpListeners listeners, ThisNode self, org.danegate.node.Drain drain) {
        return new ListenerLifecycle(listeners, self.has(NodeRole.LISTENER), drain);
    }
}
