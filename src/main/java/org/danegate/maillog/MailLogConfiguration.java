package org.danegate.maillog;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.console.SearchTarget;
import org.danegate.event.StatusLine;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.LogSubscription;
import org.danegate.status.StatusFacts;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.util.UriComponentsBuilder;

/// Adds the mail logs to the server; the event bus finds {@link MailLogFiles} as a reader.
@Configuration(proxyBeanMethods = false)
public class MailLogConfiguration {

    private static final Pattern ID =
            Pattern.compile("(?:(MID|DCID|ICID)\\s*)?([0-9]{1,18})", Pattern.CASE_INSENSITIVE);

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

    /// An id of a connection or message leads to its lines.
    @Bean
    @Order(20)
    SearchTarget logSearch(CommittedPolicy policy) {
        return words -> {
            Matcher id = ID.matcher(words);
            return id.matches()
                    ? policy.current().policy().logSubscriptions().stream()
                            .filter(log -> log.enabled() && log.type() == LogSubscription.Type.MAIL)
                            .findFirst()
                            .map(log -> address(log, id))
                    : Optional.empty();
        };
    }

    private static String address(LogSubscription log, Matcher id) {
        String kind = id.group(1) == null ? "MID" : id.group(1).toUpperCase(Locale.ROOT);
        return UriComponentsBuilder.fromPath("/system/logs/{name}")
                .queryParam("id", "{id}")
                .encode()
                .buildAndExpand(log.name(), kind + " " + id.group(2))
                .toUriString();
    }

    @Bean
    MenuEntry mailLogMenuEntry() {
        return new MenuEntry(
                MenuSection.SYSTEM_ADMINISTRATION, "Log Subscriptions", "/system/logs", 10, "READ_ONLY_OPERATOR");
    }
}
