package org.danegate.verify;

import java.time.InstantSource;
import org.danegate.address.LocalHostName;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.policy.CommittedPolicy;
import org.danegate.routing.HostPlanning;
import org.danegate.routing.NextHops;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires daneverify to the engine's own lookups.
@Configuration(proxyBeanMethods = false)
class VerifyConfiguration {

    @Bean
    VerifyRuns verifyRuns(
            NextHops nextHops,
            HostPlanning planning,
            CommittedPolicy policy,
            LocalHostName hostname,
            InstantSource clock) {
        return new VerifyRuns(new DaneVerify(
                nextHops,
                planning,
                domain -> policy.current()
                        .policy()
                        .destinationControls()
                        .effectiveFor(domain)
                        .profile()
                        .ipAddressPreference(),
                hostname.name().ascii(),
                DaneVerify.patience(),
                clock));
    }

    @Bean
    MenuEntry daneverifyMenu() {
        return new MenuEntry(MenuSection.MONITOR, "daneverify", "/monitor/daneverify", 30);
    }
}
