package org.danegate.operations;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.console.PageNotices;
import org.danegate.console.SearchTarget;
import org.danegate.console.Texts;
import org.danegate.delivery.QueueClearing;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.QueueOperations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.web.util.UriComponentsBuilder;

/// Beans of the operations room.
@Configuration(proxyBeanMethods = false)
class OperationsConfiguration {

    private static final Pattern MID = Pattern.compile("(?:MID\\s*)?([0-9]{1,18})", Pattern.CASE_INSENSITIVE);

    @Bean
    KeptOrders destinationOrders(DestinationOrderRows rows) {
        return new KeptOrders(rows);
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
    DestinationDesk destinationDesk(
            MessageQueue queue, QueueClearing clearing, KeptOrders orders, DeliveryEvents events, InstantSource clock) {
        return new DestinationDesk(queue, clearing, orders, new AdministratorActs(events, clock));
    }

    @Bean
    MenuEntry deliveryQueueMenu() {
        return new MenuEntry(MenuSection.MONITOR, "Delivery Queue", "/monitor/delivery-queue", 25);
    }

    /// `MID 12`, or `12` while that message waits, finds the message; a mail address finds the mail waiting for it.
    @Bean
    @Order(10)
    SearchTarget messageSearch(QueueDesk desk) {
        return words -> {
            Matcher mid = MID.matcher(words);
            if (mid.matches() && desk.message(Long.parseLong(mid.group(1))).isPresent()) {
                return Optional.of("/monitor/delivery-queue/" + mid.group(1));
            }
            return words.indexOf('@') > 0 && words.indexOf(' ') < 0 ? Optional.of(mailFor(words)) : Optional.empty();
        };
    }

    private static String mailFor(String recipient) {
        return UriComponentsBuilder.fromPath("/monitor/delivery-queue")
                .queryParam("recipient", "{words}")
                .encode()
                .buildAndExpand(recipient)
                .toUriString();
    }

    /// Administrators must see why nothing moves.
    @Bean
    PageNotices suspensionNotices(KeptOrders orders, Texts texts) {
        return new SuspensionNotices(orders, texts);
    }

    @Bean
    SuspensionReport suspensionReport(KeptOrders orders, DeliveryEvents events) {
        return new SuspensionReport(orders, events);
    }

    /// Logs at start which destinations are still suspended.
    static final class SuspensionReport {

        private final KeptOrders orders;
        private final DeliveryEvents events;

        SuspensionReport(KeptOrders orders, DeliveryEvents events) {
            this.orders = orders;
            this.events = events;
        }

        @EventListener(ContextRefreshedEvent.class)
        void report() {
            orders.all().stream()
                    .filter(DestinationOrder::isSuspended)
                    .forEach(o -> events.publish(new DeliveryEvent.SystemNotice(
                            Instant.now(), false, DestinationDesk.suspendedLine(o.getDestination()))));
        }
    }
}
