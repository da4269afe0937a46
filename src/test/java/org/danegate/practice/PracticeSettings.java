package org.danegate.practice;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.danegate.policy.DnsSettings;

/// Settings of a gateway whose only resolver is that of a practice network.
public final class PracticeSettings {

    private PracticeSettings() {}

    /// Settings that trust the network's root; its trust anchor is written to a file of the folder.
    ///
    /// @param timeout how long the resolver is asked
    public static DnsSettings dns(PracticeNetwork network, Path folder, Duration timeout) throws IOException {
        Path anchor = folder.resolve("root.anchor");
        network.writeTrustAnchor(anchor);
        return new DnsSettings(
                List.of(new DnsSettings.Server("127.0.0.1", network.resolver().getPort(), 0)),
                List.of(),
                List.of(),
                false,
                timeout,
                anchor);
    }
}
