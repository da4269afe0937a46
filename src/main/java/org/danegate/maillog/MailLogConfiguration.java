package org.danegate.maillog;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.console.SearchTarget;
import org.danegate.console.Texts;
import org.danegate.event.StatusLine;
import org.danegate.policy.CommittedPolicy;
import org.danegate.status.StatusFacts;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/// Adds the mail logs to the server; the event bus finds {@link MailLogFiles} as a reader.
@Configuration(proxyBeanMethods = false)
public class MailLogConfiguration {

    @Bean(destroyMethod = "close")
    MailLogFiles mailLogFiles(
            CommittedPolicy policy,
            InstantSource clock,
            ObjectProvider<StatusLine> status,
            @Value("${danegate.data-dir}") Path dataDir) {
        return new MailLogFiles(policy, dataDir.resolve("logs"), clock, ZoneId.systemDefault(), now -> {
            StatusLine figures = status.getIfAvailable();
            return figures == null ? "" : figures.at(now);
        });
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
