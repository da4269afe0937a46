package org.danegate.credentials;

import java.time.InstantSource;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.event.DeliveryEvents;
import org.danegate.node.FleetChanges;
import org.danegate.policy.CommittedPolicy;
import org.danegate.seal.Seal;
import org.danegate.seal.SealConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires the accounts of SMTP AUTH and their menu entries.
@Configuration(proxyBeanMethods = false)
@Import(SealConfiguration.class)
class CredentialsConfiguration {

    @Bean
    SmtpUsers smtpUsers(
            StoredSmtpUsers rows,
            PlatformTransactionManager transactions,
            Seal seal,
            DeliveryEvents events,
            InstantSource clock,
            FleetChanges changes) {
        SmtpUsers users = new SmtpUsers(
                rows, changes.transactions("smtp-users", new TransactionTemplate(transactions)), seal, events, clock);
        changes.on("smtp-users", users::forget);
        return users;
    }

    @Bean
    OutgoingProfiles outgoingProfiles(
            StoredOutgoingLogins rows,
            PlatformTransactionManager transactions,
            Seal seal,
            DeliveryEvents events,
            CommittedPolicy policy,
            InstantSource clock,
            FleetChanges changes) {
        TransactionOperations own = changes.transactions("outgoing-logins", new TransactionTemplate(transactions));
        OutgoingProfiles profiles = new OutgoingProfiles(rows, own, seal, events, policy, clock);
        changes.on("outgoing-logins", profiles::forget);
        return profiles;
    }

    @Bean
    MenuEntry smtpUsersMenu() {
        return new MenuEntry(MenuSection.MAIL_POLICIES, "SMTP Users", "/mail-policies/smtp-users", 35);
    }

    @Bean
    MenuEntry outgoingProfilesMenu() {
        return new MenuEntry(
                MenuSection.NETWORK, "Outgoing SMTP Authentication", "/network/outgoing-smtp-authentication", 25);
    }
}
