package org.danegate.config.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.InstantSource;
import java.util.List;
import org.danegate.OwnPlace;
import org.danegate.access.UserAccount;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.MenuEntry;
import org.danegate.event.DeliveryEvents;
import org.danegate.history.DaneReadiness;
import org.danegate.history.RecordedFigures;
import org.danegate.node.ThisNode;
import org.danegate.policy.InstalledNames;
import org.danegate.policy.OutgoingLogins;
import org.danegate.policy.Policy;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.PlatformTransactionManager;

/// The pages of the policy with the real filters, templates and database: one context for all tests that ask for
/// nothing else. Each test begins with [Rooms#defaults], as the tests before have left a policy of theirs.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = PolicyPages.Rooms.class)
@ContextConfiguration(initializers = OwnPlace.class)
@AutoConfigureMockMvc
public @interface PolicyPages {

    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = {UserAccount.class, WorkingPolicy.class})
    @EnableJpaRepositories(basePackageClasses = {UserAccount.class, WorkingPolicy.class})
    @ComponentScan(
            basePackageClasses = {UserAccount.class, MenuEntry.class, ThisNode.class, WorkingPolicy.class},
            basePackages = {"org.danegate.destinations", "org.danegate.sections"},
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(Test|PolicyPages).*"))
    class Rooms {

        /// Makes the default policy the committed one, with nothing pending.
        public static void defaults(WorkingPolicy working) {
            working.abandon(null, "test");
            working.submit(Policy.defaults(), null, "test");
            if (working.pending() > 0) {
                working.commit("fresh", "test");
            }
        }

        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }

        @Bean
        DeliveryEvents events() {
            return event -> {};
        }

        @Bean
        RecordedFigures figures(JdbcTemplate jdbc, PlatformTransactionManager transactions, InstantSource clock) {
            return new RecordedFigures(jdbc, transactions, clock);
        }

        @Bean
        DaneReadiness readiness(RecordedFigures figures) {
            return figures.readiness();
        }

        @Bean
        InstalledNames certificates() {
            return () -> List.of("gateway", "spare");
        }

        @Bean
        OutgoingLogins logins() {
            return () -> List.of("smarthost");
        }
    }
}
