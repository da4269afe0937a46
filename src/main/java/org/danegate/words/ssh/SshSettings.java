package org.danegate.words.ssh;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the SSH door is opened.
///
/// @param port 0 to 65535, 0 for any free one; null for no SSH
/// @param address to listen at
/// @param idleTimeout a session without an octet in either direction ends after this time
@ConfigurationProperties("danegate.ssh")
record SshSettings(
        @Nullable Integer port,
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("15m") Duration idleTimeout) {

    SshSettings {
        if (port != null && (port < 0 || port > 65535)) {
            throw new IllegalArgumentException("danegate.ssh.port is 0 to 65535, not " + port);
        }
    }
}
