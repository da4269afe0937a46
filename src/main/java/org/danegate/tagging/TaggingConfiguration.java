package org.danegate.tagging;

import java.time.InstantSource;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.event.DeliveryEvents;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires bounce verification and its menu entry.
@Configuration(proxyBeanMethods = false)
class TaggingConfiguration {

    @Bean
    BounceVerification bounceVerification(
            StoredKeys rows, PlatformTransactionManager transactions, DeliveryEvents events, InstantSource clock) {
        return new BounceVerification(rows, new TransactionTemplate(transactions), events, clock);
    }

    @Bean
    MenuEntry bounceVerificationMenu() {
        return new MenuEntry(
                MenuSection.MAIL_POLICIES, "Bounce Verification", "/mail-policies/bounce-verification", 50);
    }
}
