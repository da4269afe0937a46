package org.danegate.certificate;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.danegate.address.LocalHostName;
import org.danegate.console.MenuEntry;
import org.danegate.console.MenuSection;
import org.danegate.event.DeliveryEvents;
import org.danegate.policy.CommittedPolicy;
import org.danegate.policy.DraftPolicy;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the folder of certificates in the data directory and the classes that use it.
@Configuration(proxyBeanMethods = false)
class CertificateConfiguration {

    @Bean
    CertificateFolder certificateFolder(LocalHostName hostname, @Value("${danegate.data-dir}") Path dataDir)
            throws IOException {
        CertificateFolder folder =
                new CertificateFolder(dataDir.resolve("tls"), hostname.name().ascii());
        folder.finishChanges();
        return folder;
    }

    @Bean
    Certificates certificates(
            CertificateFolder folder,
            CommittedPolicy policy,
            DraftPolicy draft,
            ObjectProvider<ConsoleCertificate> console,
            DeliveryEvents events,
            InstantSource clock) {
        return new Certificates(folder, policy, draft, console.getIfAvailable(() -> () -> ""), events, clock);
    }

    @Bean
    ExpiryWatch expiryWatch(Certificates certificates, DeliveryEvents events, InstantSource clock) {
        return new ExpiryWatch(certificates, events, clock);
    }

    @Bean
    ExpiryMetrics expiryMetrics(Certificates certificates, MeterRegistry registry, InstantSource clock) {
        return new ExpiryMetrics(certificates, registry, clock);
    }

    @Bean
    MenuEntry certificatesMenu() {
        return new MenuEntry(MenuSection.NETWORK, "Certificates", "/network/certificates", 35);
    }
}
