package org.danegate.operations;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.console.PageNotices;
import org.danegate.console.Texts;
import org.danegate.delivery.QueueClearing;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.node.FleetChanges;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.ExceptionsInForce;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.QueueOperations;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Beans of the operations room.
@Configuration(proxyBeanMethods = false)
class OperationsConfiguration {

    @Bean
    KeptOrders destinationOrders(DestinationOrderRows rows, FleetChanges changes) {
        KeptOrders orders = new KeptOrders(rows, () -> changes.changed("orders"));
        changes.on("orders", orders::reload);
        return orders;
    }

    @Bean
    QueueDesk queueDesk(
            MessageQueue queue,
            QueueOperations operations,
            QueueClearing clearing,
            DeliveryEvents events,
            InstantSource clock) {
        return new QueueDesk(queue, operations, clearing, new AdministratorActs(events, clock));
    }

    @Bean
    RestoredMailDesk restoredMailDesk(@Value("${danegate.data-dir}") Path dataDir, QueueDesk desk) {
        return new RestoredMailDesk(dataDir.resolve("queue"), desk);
    }

    @Bean
    PageNotices restoredMailNotices(RestoredMailDesk desk, Texts texts) {
        return new RestoredMailNotices(desk, texts);
    }

    @Bean
    DestinationDesk destinationDesk(
            MessageQueue queue, QueueClearing clearing, KeptOrders orders, DeliveryEvents events, InstantSource clock) {
        return new DestinationDesk(queue, clearing, orders, new AdministratorActs(events, clock));
    }

    @Bean
    KeptExceptions keptExceptions(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            ExceptionsInForce inForce,
            FleetChanges changes) {
        KeptExceptions exceptions = new KeptExceptions(
                new ExceptionRows(jdbc, new TransactionTemplate(transactions)),
                inForce,
                () -> changes.changed("exceptions"));
        changes.on("exceptions", exceptions::reload);
        return exceptions;
    }

    @Bean
    ExceptionDesk exceptionDesk(
            KeptExceptions exceptions,
            CommittedPolicy policy,
            ObjectProvider<BogusAnswers> bogus,
            MessageQueue queue,
            DeliveryEvents events,
            InstantSource clock) {
        return new ExceptionDesk(
                exceptions,
                policy,
                domain -> bogus.stream().anyMatch(answers -> answers.met(domain)),
                queue::retryNow,
                new AdministratorActs(events, clock));
    }

    @Bean
    ExceptionKeeping exceptionKeeping(ExceptionDesk desk) {
        return new ExceptionKeeping(desk);
    }

    @Bean
    MenuEntry deliveryQueueMenu() {
        return new MenuEntry(MenuSection.MONITOR, "Delivery Queue", "/monitor/delivery-queue", 25);
    }

    /// Administrators must see why nothing moves.
    @Bean
    PageNotices suspensionNotices(KeptOrders orders, Texts texts) {
        return new SuspensionNotices(orders, texts);
    }

    @Bean
    SuspensionReport suspensionReport(KeptOrders orders, RestoredMailDesk restored, DeliveryEvents events) {
        return new SuspensionReport(orders, restored, events);
    }

    /// Logs at start which destinations are still suspended, and that restored mail is held.
    static final class SuspensionReport {

        private final KeptOrders orders;
        private final RestoredMailDesk restored;
        private final DeliveryEvents events;

        SuspensionReport(KeptOrders orders, RestoredMailDesk restored, DeliveryEvents events) {
            this.orders = orders;
            this.restored = restored;
            this.events = events;
        }

        @EventListener(ContextRefreshedEvent.class)
        void report() {
            orders.all().stream()
                    .filter(DestinationOrder::isSuspended)
                    .forEach(o -> events.publish(new DeliveryEvent.SystemNotice(
                            Instant.now(), false, DestinationDesk.suspendedLine(o.getDestination()))));
            restored.held()
                    .ifPresent(held -> events.publish(new DeliveryEvent.SystemNotice(
                            Instant.now(),
                            true,
                            (held.more() ? "More than " : "") + held.messages() + " messages of the backup of "
                                    + held.node() + " of " + held.takenAt()
                                    + " are held, as they may have been delivered since. Release or delete them on"
                                    + " Monitor > Delivery Queue")));
        }
    }
}
