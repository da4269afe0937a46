package org.danegate.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.danegate.OwnPolicy;
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
        return start(properties, folder, InstantSource.system(), UnaryOperator.identity());
    }

    /// Does the same with zones that are signed by a clock of the test, and a changed policy file.
    static PracticeNetwork start(
            DynamicPropertyRegistry properties, Path folder, InstantSource clock, UnaryOperator<String> change)
            throws IOException {
        PracticeNetwork network = PracticeNetwork.start(clock);
        Path anchor = folder.resolve("root.anchor");
        network.writeTrustAnchor(anchor);
        OwnPolicy.in(
                folder,
                change.apply(
                        network.policyYaml(anchor) + "\nlisteners:\n  - { name: Out, address: 127.0.0.1, port: 0 }\n"),
                properties);
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
