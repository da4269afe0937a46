package org.danegate.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.danegate.practice.PracticeNetwork;
import org.springframework.test.context.DynamicPropertyRegistry;

/// The whole server over a practice network, within a test's own process: a listener at any free port, and the
/// administrator `admin`.
public final class PracticeServer {

    /// Password of the administrator.
    public static final String PASSWORD = "Practice-makes-1";

    private PracticeServer() {}

    /// Starts a practice network and tells the server of it.
    ///
    /// @param folder of the test; the server's data is in `data`
    /// @return to be closed after the tests
    public static PracticeNetwork start(DynamicPropertyRegistry properties, Path folder) throws IOException {
        return start(properties, folder, InstantSource.system());
    }

    /// The same with zones that are signed by a clock of the test.
    static PracticeNetwork start(DynamicPropertyRegistry properties, Path folder, InstantSource clock)
            throws IOException {
        PracticeNetwork network = PracticeNetwork.start(clock);
        Path anchor = folder.resolve("root.anchor");
        network.writeTrustAnchor(anchor);
        Path policy = Files.writeString(
                folder.resolve("policy.yml"),
                network.policyYaml(anchor) + "\nlisteners:\n  - { name: Out, address: 127.0.0.1, port: 0 }\n");
        properties.add("danegate.data-dir", () -> folder.resolve("data").toString());
        properties.add("danegate.policy-file", policy::toString);
        properties.add("danegate.hostname", () -> "gate.practice");
        properties.add("danegate.admin-password", () -> PASSWORD);
        properties.add("danegate.delivery.port", () -> String.valueOf(network.deliveryPort()));
        Path authority = folder.resolve("authority.pem");
        network.writeAuthority(authority);
        properties.add("danegate.further-authorities", authority::toString);
        properties.add("danegate.https.port", () -> String.valueOf(network.webPort()));
        properties.add("danegate.https.private-addresses", () -> "true");
        return network;
    }
}
