package org.danegate.seal;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The seal of this data directory.
@Configuration(proxyBeanMethods = false)
public class SealConfiguration {

    @Bean
    Seal seal(@Value("${danegate.data-dir}") Path dataDir) {
        return new Seal(KeyFile.read(dataDir.toAbsolutePath()));
    }
}
