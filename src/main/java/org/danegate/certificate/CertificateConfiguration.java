package org.danegate.certificate;

import java.nio.file.Path;
import org.danegate.address.LocalHostName;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The folder of certificates in the data directory.
@Configuration(proxyBeanMethods = false)
class CertificateConfiguration {

    @Bean
    CertificateFolder certificateFolder(LocalHostName hostname, @Value("${danegate.data-dir}") Path dataDir) {
        return new CertificateFolder(dataDir.resolve("tls"), hostname.name().ascii());
    }
}
