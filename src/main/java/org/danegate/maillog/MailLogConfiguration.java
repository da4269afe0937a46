package org.danegate.maillog;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import org.danegate.address.LocalHostName;
import org.danegate.certificate.CertificateFolder;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.console.NodeIdentity;
import org.danegate.console.SearchTarget;
import org.danegate.console.Texts;
import org.danegate.consolidated.EventNotation;
import org.danegate.event.DeliveryEvents;
import org.danegate.event.KnownMessages;
import org.danegate.event.StatusLine;
import org.danegate.policy.CommittedPolicy;
import org.danegate.seal.Seal;
import org.danegate.status.StatusFacts;
import org.danegate.syslog.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/// Adds the mail logs to the server; the event bus finds {@link MailLogFiles} as a reader.
@Configuration(proxyBeanMethods = false)
public class MailLogConfiguration {

    @Bean
    Collectors collectors(
            LocalHostName hostname,
            CertificateFolder certificates,
            InstantSource clock,
            ObjectProvider<MeterRegistry> meters) {
        MeterRegistry registry = meters.getIfAvailable();
        return new Collectors(hostname.name().ascii(), ZoneId.systemDefault(), certificates, clock, (log, number) -> {
            if (registry != null) {
                registry.counter("danegate.syslog.dropped", "log", log).increment((double) number);
            }
        });
    }

    @Bean(destroyMethod = "close")
    MailLogFiles mailLogFiles(
            CommittedPolicy policy,
            InstantSource clock,
            Collectors collectors,
            NodeIdentity node,
            Seal seal,
            ObjectProvider<StatusLine> status,
            ObjectProvider<KnownMessages> known,
            @Value("${danegate.data-dir}") Path dataDir) {
        ZoneId zone = ZoneId.systemDefault();
        StatusLine figures = now -> {
            StatusLine line = status.getIfAvailable();
            return line == null ? "" : line.at(now);
        };
        KnownMessages messages = mid -> {
            KnownMessages tracking = known.getIfAvailable();
            return tracking == null ? Optional.empty() : tracking.find(mid);
        };
        return new MailLogFiles(
                policy,
                dataDir.resolve("logs"),
                clock,
                zone,
                new MailLogFiles.Surroundings(
                        collectors,
                        new EventNotation(node.node(), node.version(), zone),
                        figures,
                        messages,
                        seal::pseudonym));
    }

    @Bean(initMethod = "start", destroyMethod = "stop")
    CollectorWatch collectorWatch(MailLogFiles files, DeliveryEvents events, InstantSource clock) {
        return new CollectorWatch(files, events, clock);
    }

    @Bean
    StatusFacts logFacts(MailLogFiles files) {
        return new LogFacts(files);
    }

    @Bean
    MailLogArchive mailLogArchive(@Value("${danegate.data-dir}") Path dataDir) {
        return new MailLogArchive(dataDir.resolve("logs"));
    }

    @Bean
    @Order(55)
    SearchTarget logSearch(CommittedPolicy policy, Texts texts) {
        return new LogLinesSearch(policy, texts);
    }

    @Bean
    MenuEntry mailLogMenuEntry() {
        return new MenuEntry(
                MenuSection.SYSTEM_ADMINISTRATION, "Log Subscriptions", "/system/logs", 10, "READ_ONLY_OPERATOR");
    }
}
