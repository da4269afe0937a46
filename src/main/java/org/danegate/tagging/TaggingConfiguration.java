package org.danegate.tagging;

import java.time.InstantSource;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.event.DeliveryEvents;
import org.danegate.node.FleetChanges;
import org.danegate.seal.Seal;
import org.danegate.seal.SealConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires bounce verification and its menu entry.
@Configuration(proxyBeanMethods = false)
@Import(SealConfiguration.class)
class TaggingConfiguration {

    @Bean
    BounceVerification bounceVerification(
            StoredKeys rows,
            PlatformTransactionManager transactions,
            Seal seal,
            DeliveryEvents events,
            InstantSource clock,
            FleetChanges changes) {
        TransactionOperations own = changes.transactions("bounce-keys", new TransactionTemplate(transactions));
        BounceVerification verification = new BounceVerification(rows, own, seal, events, clock);
        verification.sealAll();
        changes.on("bounce-keys", verification::forget);
        return verification;
    }

    @Bean
    MenuEntry bounceVerificationMenu() {
        return new MenuEntry(
                MenuSection.MAIL_POLICIES, "Bounce Verification", "/mail-policies/bounce-verification", 50);
    }
}
