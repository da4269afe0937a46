package org.danegate.verify;

import java.time.InstantSource;
import org.danegate.address.LocalHostName;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.routing.DaneGathering;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires daneverify to the engine's own lookups.
@Configuration(proxyBeanMethods = false)
class VerifyConfiguration {

    @Bean
    VerifyRuns verifyRuns(
            DaneGathering gathering,
            LocalHostName hostname,
            InstantSource clock,
            @Value("${danegate.delivery.port:25}") int port) {
        return new VerifyRuns(new DaneVerify(gathering, hostname.name().ascii(), port, DaneVerify.patience(), clock));
    }

    @Bean
    MenuEntry daneverifyMenu() {
        return new MenuEntry(MenuSection.MONITOR, "daneverify", "/monitor/daneverify", 30);
    }
}
