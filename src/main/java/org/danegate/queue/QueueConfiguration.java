package org.danegate.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.node.ThisNode;
import org.danegate.queue.embedded.EmbeddedMessageQueue;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.util.unit.DataSize;

/// Opens the embedded store in the data directory.
@Configuration(proxyBeanMethods = false)
class QueueConfiguration {

    @Bean(destroyMethod = "close")
    EmbeddedMessageQueue messageQueue(
            @Value("${danegate.data-dir}") Path dataDir,
            @Value("${danegate.queue.disk-reserve:128MB}") DataSize diskReserve,
            InstantSource clock,
            ObjectProvider<ThisNode> node)
            throws IOException {
        EmbeddedMessageQueue queue = new EmbeddedMessageQueue(
                dataDir.resolve("queue"),
                clock,
                EmbeddedMessageQueue.Settings.defaults().withDiskReserve(diskReserve.toBytes()));
        // Nodes that share a database never give the same MID.
        node.ifAvailable(self -> queue.startMidsAt(self.firstMid()));
        return queue;
    }

    @Bean
    QueueOperations queueOperations(EmbeddedMessageQueue queue) {
        return queue.operations();
    }

    @Bean
    DamageReport damageReport(EmbeddedMessageQueue queue, DeliveryEvents events) {
        return new DamageReport(queue, events);
    }

    /// Logs what the store could not read.
    static final class DamageReport {

        private final EmbeddedMessageQueue queue;
        private final DeliveryEvents events;

        DamageReport(EmbeddedMessageQueue queue, DeliveryEvents events) {
            this.queue = queue;
            this.events = events;
        }

        @EventListener(ContextRefreshedEvent.class)
        void report() {
            queue.damage()
                    .forEach(line -> events.publish(
                            new DeliveryEvent.SystemNotice(Instant.now(), true, "Queue record set aside: " + line)));
        }
    }
}
