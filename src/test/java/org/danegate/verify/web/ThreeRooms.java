package org.danegate.verify.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.danegate.access.UserAccount;
import org.danegate.console.MenuEntry;
import org.danegate.dns.QueryLog;
import org.danegate.dns.ValidatingLookup;
import org.danegate.node.ThisNode;
import org.danegate.policy.DnsSettings;
import org.danegate.practice.PracticeNetwork;
import org.danegate.smtp.Timeouts;
import org.danegate.sts.StsPolicies;
import org.danegate.verify.DaneVerify;
import org.danegate.verify.StsSection;
import org.danegate.verify.VerifyRuns;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/// No @Configuration, so that the scan of the whole application passes it over.
/// Access, console and the web side of daneverify, over the practice network on free ports.
@EnableAutoConfiguration
@EntityScan(basePackageClasses = UserAccount.class)
@EnableJpaRepositories(basePackageClasses = UserAccount.class)
@ComponentScan(
        basePackageClasses = {UserAccount.class, MenuEntry.class, ThisNode.class, DaneVerifyPage.class},
        excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*Test.*"))
class ThreeRooms {

    @Bean
    StsSection stsSection() {
        return new StsSection(StsPolicies.NONE, StsSection.Calls.NONE);
    }

    @Bean
    PracticeNetwork practiceNetwork() throws IOException {
        return PracticeNetwork.start();
    }

    @Bean
    VerifyRuns verifyRuns(PracticeNetwork network) throws IOException {
        Path anchor = Files.createTempFile("danegate-verify-web", ".anchor");
        network.writeTrustAnchor(anchor);
        anchor.toFile().deleteOnExit();
        DnsSettings settings = new DnsSettings(
                List.of(new DnsSettings.Server("127.0.0.1", network.resolver().getPort(), 0)),
                List.of(),
                List.of(),
                false,
                Duration.ofSeconds(5),
                anchor);
        Duration wait = Duration.ofSeconds(20);
        Timeouts timeouts = new Timeouts(wait, wait, wait, wait, wait, wait, Duration.ofMillis(200));
        InstantSource clock = InstantSource.system();
        return new VerifyRuns(new DaneVerify(
                new ValidatingLookup(() -> settings, clock, QueryLog.NONE),
                "gate.practice",
                network.deliveryPort(),
                timeouts,
                clock));
    }
}
