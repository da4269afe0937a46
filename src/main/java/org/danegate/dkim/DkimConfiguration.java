package org.danegate.dkim;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.danegate.config.WorkingPolicy;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.dns.DnsLookup;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DraftPolicy;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the signing keys in the data directory and what uses them.
@Configuration(proxyBeanMethods = false)
class DkimConfiguration {

    /// Keys are read again when a new policy is committed.
    @Bean
    SigningKeyFolder signingKeyFolder(CommittedPolicy policy, @Value("${danegate.data-dir}") Path dataDir)
            throws IOException {
        SigningKeyFolder folder = new SigningKeyFolder(dataDir.resolve("dkim"));
        folder.finishChanges();
        policy.onCommit(revision -> folder.forget());
        return folder;
    }

    @Bean
    DkimSigning dkimSigning(CommittedPolicy policy, SigningKeyFolder keys, InstantSource clock) {
        return new DkimSigning(policy, keys, clock);
    }

    @Bean
    PublishedRecords publishedRecords(DnsLookup dns, InstantSource clock) {
        return new PublishedRecords(dns, clock);
    }

    @Bean
    SigningConcerns signingConcerns(SigningKeyFolder folder, PublishedRecords records) {
        return new SigningConcerns(folder, records);
    }

    @Bean
    SigningKeys signingKeys(
            SigningKeyFolder folder,
            PublishedRecords records,
            CommittedPolicy policy,
            DraftPolicy draft,
            DeliveryEvents events,
            InstantSource clock) {
        return new SigningKeys(folder, records, policy, draft, new KeyActs(events, clock));
    }

    @Bean
    Rotations rotations(WorkingPolicy working, SigningKeys keys, DeliveryEvents events, InstantSource clock) {
        return new Rotations(working, keys, new KeyActs(events, clock));
    }

    @Bean
    RecordWatch recordWatch(SigningKeys keys, DeliveryEvents events, InstantSource clock) {
        return new RecordWatch(keys, events, clock);
    }

    @Bean
    MenuEntry signingKeysMenu() {
        return new MenuEntry(MenuSection.MAIL_POLICIES, "Signing Keys", "/mail-policies/signing-keys", 45);
    }
}
