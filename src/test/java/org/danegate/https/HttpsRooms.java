package org.danegate.https;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.danegate.access.UserAccount;
import org.danegate.address.DomainName;
import org.danegate.address.LocalHostName;
import org.danegate.certificate.CertificateFolder;
import org.danegate.console.MenuEntry;
import org.danegate.event.DeliveryEvent;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DraftPolicy;
import org.danegate.policy.Policy;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/// The rooms that the console's HTTPS stands on.
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EntityScan(basePackageClasses = UserAccount.class)
@EnableJpaRepositories(basePackageClasses = UserAccount.class)
@ComponentScan(
        basePackageClasses = {UserAccount.class, MenuEntry.class, CertificateFolder.class, ConsoleHttps.class},
        excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(Test|HttpsRooms|HttpsServed).*"))
class HttpsRooms {

    /// What was published.
    record Log(List<DeliveryEvent> all) implements DeliveryEvents {
        @Override
        public void publish(DeliveryEvent event) {
            all.add(event);
        }

        /// The sentences about conditions, in order.
        List<String> conditions() {
            return all.stream()
                    .filter(DeliveryEvent.ConditionSeen.class::isInstance)
                    .map(DeliveryEvent.ConditionSeen.class::cast)
                    .map(seen -> seen.weight() + " " + seen.text())
                    .toList();
        }
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    LocalHostName hostname() {
        return new LocalHostName(DomainName.parse("gate.example"));
    }

    @Bean
    Log log() {
        return new Log(new CopyOnWriteArrayList<>());
    }

    @Bean
    DraftPolicy draft() {
        return Policy::defaults;
    }

    @Bean
    CommittedPolicy committed() {
        return new CommittedPolicy() {
            @Override
            public Revision current() {
                return new Revision(1, Policy.defaults());
            }

            @Override
            public void onCommit(Consumer<Revision> reader) {
                // Nothing is committed here.
            }
        };
    }
}
