package org.danegate.alert;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.danegate.address.LocalHostName;
import org.danegate.console.FrameLight;
import org.danegate.console.FrameLights;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.AlertSettings;
import org.danegate.policy.CommittedPolicy;
import org.danegate.queue.MessageQueue;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.util.unit.DataSize;

/// Wires the alerts to the events, the policy and the queue.
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class AlertConfiguration {

    @Bean
    Alerts alerts(
            CommittedPolicy policy,
            MessageQueue queue,
            DeliveryEvents events,
            InstantSource clock,
            LocalHostName hostname) {
        return new Alerts(policy, queue, events, clock, hostname.name().ascii());
    }

    @Bean
    @Order(20)
    FrameLights alertBell(Alerts alerts, InstantSource clock) {
        return () -> {
            List<Alert> day = alerts.latest().stream()
                    .map(Alerts.Told::alert)
                    .filter(a -> a.at().isAfter(clock.instant().minus(Duration.ofDays(1))))
                    .toList();
            boolean critical = day.stream().anyMatch(a -> a.severity() == AlertSettings.Severity.CRITICAL);
            FrameLight.State state =
                    critical ? FrameLight.State.BAD : day.isEmpty() ? FrameLight.State.GOOD : FrameLight.State.WARN;
            return new FrameLight("alerts", state, List.of(day.size()), "/system/alerts");
        };
    }

    @Bean
    MenuEntry alertsMenu() {
        return new MenuEntry(MenuSection.SYSTEM_ADMINISTRATION, "Alerts", "/system/alerts", 20);
    }

    @Bean
    DeliveryEvents.Reader alertSource(Alerts alerts, CommittedPolicy policy, MessageQueue queue) {
        return new AlertSource(alerts, policy, queue);
    }

    @Bean
    DiskWatch diskWatch(
            Alerts alerts,
            @Value("${danegate.data-dir}") Path dataDir,
            @Value("${danegate.disk-alert:512MB}") DataSize least) {
        return new DiskWatch(alerts, dataDir, least.toBytes());
    }
}
