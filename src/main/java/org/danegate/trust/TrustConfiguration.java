package org.danegate.trust;

import java.io.IOException;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Reads the authorities that are trusted.
@Configuration(proxyBeanMethods = false)
class TrustConfiguration {

    /// @param further file with certificates of further authorities, such as a company's own; empty for none
    /// @throws IllegalStateException when the file cannot be used
    @Bean
    PublicAuthorities publicAuthorities(@Value("${danegate.further-authorities:}") String further) {
        try {
            return further.isBlank()
                    ? PublicAuthorities.ofPlatform()
                    : PublicAuthorities.with(PublicAuthorities.read(Path.of(further)));
        } catch (IOException e) {
            throw new IllegalStateException("danegate.further-authorities: " + e.getMessage(), e);
        }
    }
}
