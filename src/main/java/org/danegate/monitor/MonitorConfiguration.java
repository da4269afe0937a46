package org.danegate.monitor;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvents;
import org.danegate.node.FleetOrders;
import org.danegate.operations.BogusAnswers;
import org.danegate.operations.ErrorMeanings;
import org.danegate.policy.CommittedPolicy;
import org.danegate.queue.DestinationOrders;
import org.danegate.queue.MessageQueue;
import org.danegate.queue.RetryAll;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Beans of the monitor room.
@Configuration(proxyBeanMethods = false)
class MonitorConfiguration {

    @Bean
    DestinationCounters destinationCounters(InstantSource clock) {
        return new DestinationCounters(clock);
    }

    @Bean
    AskedTries askedTries(MessageQueue queue, InstantSource clock) {
        return new AskedTries(queue, clock);
    }

    @Bean
    TrySteps trySteps() {
        return new TrySteps();
    }

    @Bean
    ActiveHistory activeHistory() {
        return new ActiveHistory();
    }

    @Bean
    DeliveryMetrics deliveryMetrics(MeterRegistry registry, MessageQueue queue, InstantSource clock) {
        return new DeliveryMetrics(registry, queue, clock);
    }

    @Bean
    CounterKeeping counterKeeping(
            DestinationCounters counters, ActiveHistory history, SavedCounts rows, MessageQueue queue) {
        return new CounterKeeping(counters, history, rows, queue);
    }

    @Bean
    RetryOrders retryOrders(FleetOrders fleet, MessageQueue queue, RetryAll retryAll) {
        return new RetryOrders(fleet, queue, retryAll);
    }

    @Bean
    DeliveryStatus deliveryStatus(
            DestinationCounters counters,
            AskedTries tries,
            TrySteps steps,
            ActiveHistory history,
            MessageQueue queue,
            RetryOrders retryOrders,
            DestinationOrders orders,
            CommittedPolicy policy,
            DeliveryEvents events,
            InstantSource clock) {
        return new DeliveryStatus(
                new DeliveryStatus.Seen(counters, tries, steps, history),
                queue,
                retryOrders,
                orders,
                policy,
                new AdministratorActs(events, clock));
    }

    @Bean
    ErrorMeanings errorMeanings(DestinationCounters counters) {
        return (destination, text) -> counters.find(destination).flatMap(count -> count.meaning(text));
    }

    @Bean
    BogusAnswers bogusAnswers(DeliveryStatus status) {
        return status::metBogus;
    }

    @Bean
    MenuEntry deliveryStatusMenu() {
        return new MenuEntry(MenuSection.MONITOR, "Delivery Status", "/monitor/delivery-status", 20);
    }
}
