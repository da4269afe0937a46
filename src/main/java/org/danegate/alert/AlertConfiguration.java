package org.danegate.alert;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.danegate.address.LocalHostName;
import org.danegate.console.FrameLight;
import org.danegate.console.FrameLights;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.event.AdministratorActs;
import org.danegate.event.DeliveryEvents;
import org.danegate.monitor.DeliveryStatus;
import org.danegate.monitor.StatusQuery;
import org.danegate.policy.AlertSettings;
import org.danegate.policy.CommittedPolicy;
import org.danegate.queue.MessageQueue;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.util.unit.DataSize;

/// Wires the alerts to the events, the policy, the queue and Delivery Status.
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class AlertConfiguration {

    @Bean(initMethod = "resume", destroyMethod = "close")
    Webhook alertWebhook(
            CommittedPolicy policy,
            @Value("${danegate.data-dir}") Path dataDir,
            LocalHostName hostname,
            JdbcTemplate jdbc,
            DeliveryEvents events,
            InstantSource clock) {
        return new Webhook(
                policy,
                new WebhookSecret(dataDir.toAbsolutePath()),
                hostname.name().ascii(),
                new AdministratorActs(events, clock),
                Webhook.Retrying.USUAL,
                new WebhookStore(jdbc));
    }

    @Bean
    LatestAlerts latestAlerts(JdbcTemplate jdbc) {
        return new LatestAlerts(new SentAlertStore(jdbc));
    }

    @Bean
    Alerts alerts(
            CommittedPolicy policy,
            MessageQueue queue,
            DeliveryEvents events,
            InstantSource clock,
            LocalHostName hostname,
            Webhook webhook,
            LatestAlerts latest) {
        return new Alerts(
                policy,
                queue,
                new AdministratorActs(events, clock),
                hostname.name().ascii(),
                webhook,
                latest);
    }

    @Bean
    Troubles alertTroubles(
            JdbcTemplate jdbc, Alerts alerts, CommittedPolicy policy, DeliveryEvents events, InstantSource clock) {
        return new Troubles(new TroubleStore(jdbc), alerts, policy, new AdministratorActs(events, clock));
    }

    @Bean
    PastOfDestinations pastOfDestinations() {
        return new PastOfDestinations();
    }

    @Bean
    AlertWatch alertWatch(
            DeliveryStatus status,
            PastOfDestinations past,
            Troubles troubles,
            CommittedPolicy policy,
            InstantSource clock) {
        return new AlertWatch(waiting(status), past, troubles, policy, clock);
    }

    @Bean
    AlertTimer alertTimer(AlertWatch watch) {
        return new AlertTimer(watch);
    }

    /// The destinations for which mail waits.
    static Supplier<List<DestinationState>> waiting(DeliveryStatus status) {
        StatusQuery all = StatusQuery.of("domain", "asc", Integer.MAX_VALUE, "", "all");
        return () -> status.report(all).destinations().stream()
                .filter(destination -> destination.backlog().activeRecipients() > 0)
                .map(DestinationState::of)
                .toList();
    }

    @Bean
    @Order(20)
    FrameLights alertBell(Troubles troubles) {
        return () -> {
            List<AlertTrouble> unattended =
                    troubles.open().stream().filter(AlertTrouble::unattended).toList();
            boolean critical = unattended.stream().anyMatch(t -> t.severity() == AlertSettings.Severity.CRITICAL);
            FrameLight.State state = critical
                    ? FrameLight.State.BAD
                    : unattended.isEmpty() ? FrameLight.State.GOOD : FrameLight.State.WARN;
            return new FrameLight("alerts", state, List.of(unattended.size()), "/system/alerts");
        };
    }

    @Bean
    MenuEntry alertsMenu() {
        return new MenuEntry(MenuSection.SYSTEM_ADMINISTRATION, "Alerts", "/system/alerts", 20);
    }

    @Bean
    DeliveryEvents.Reader alertSource(
            Alerts alerts, Troubles troubles, PastOfDestinations past, CommittedPolicy policy) {
        return new AlertSource(alerts, troubles, past, policy);
    }

    @Bean
    DiskWatch diskWatch(
            Troubles troubles,
            CommittedPolicy policy,
            @Value("${danegate.data-dir}") Path dataDir,
            @Value("${danegate.disk-alert:512MB}") DataSize least) {
        return new DiskWatch(troubles, policy, dataDir, least.toBytes());
    }
}
