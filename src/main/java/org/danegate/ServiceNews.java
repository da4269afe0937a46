package org.danegate;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/// Tells systemd when the service is ready and when it stops. Ready is what all parts have started: the queue is read,
/// the listeners are open, or have said why they are not, and the console answers.
@Configuration(proxyBeanMethods = false)
class ServiceNews {

    private final NotifySocket systemd = NotifySocket.ofThisService();

    /// Before anything has started.
    static void starting() {
        NotifySocket.ofThisService().tell("STATUS=Starting: reading the database and the queue");
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> serviceIsReady() {
        return event -> systemd.tell("READY=1", "STATUS=Running");
    }

    @Bean
    ApplicationListener<ContextClosedEvent> serviceStops() {
        return event -> systemd.tell("STOPPING=1", "STATUS=Stopping: ending what is in progress");
    }
}
