package org.danegate.listener;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import org.danegate.certificate.CertificateFolder;
import org.danegate.event.ConnectionIds;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.queue.MessageQueue;
import org.danegate.status.StatusFacts;
import org.danegate.tagging.BounceVerification;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the listeners into the server. They start after the delivery engine and stop before it.
@Configuration(proxyBeanMethods = false)
public class ListenerConfiguration {

    /// Phase of the listeners: above the engine's, so that they open last and close first.
    public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

    private static final Duration GRACE = Duration.ofSeconds(15);

    @Bean
    SmtpListeners smtpListeners(
            CommittedPolicy policy,
            MessageQueue queue,
            DeliveryEvents events,
            ConnectionIds ids,
            InstantSource clock,
            BounceVerification tags,
            @Value("${danegate.hostname:}") String hostname,
            CertificateFolder certificates)
            throws UnknownHostException {
        String name = hostname.isBlank() ? InetAddress.getLocalHost().getHostName() : hostname;
        return new SmtpListeners(policy, queue, events, ids, clock, name, certificates, tags);
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
    SmartLifecycle smtpListenersLifecycle(SmtpListeners listeners) {
        return new SmartLifecycle() {
            @Override
            public void start() {
                listeners.start();
            }

            @Override
            public void stop() {
                listeners.stop(GRACE);
            }

            @Override
            public void stop(Runnable done) {
                Thread.ofVirtual().name("smtp-stop").start(() -> {
                    try {
                        listeners.stop(GRACE);
                    } finally {
                        done.run();
                    }
                });
            }

            @Override
            public boolean isRunning() {
                return listeners.isRunning();
            }

            @Override
            public int getPhase() {
                return PHASE;
            }
        };
    }
}
