package org.danegate.dkim;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.danegate.policy.CommittedPolicy;
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
}
