package org.danegate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.test.context.DynamicPropertyRegistry;

/// Starts the whole server of a test class with a policy and a data directory in a folder of the class.
public final class OwnPolicy {

    /// Its resolver never answers, and its listener takes mail from nobody.
    public static final String QUIET = """
            dns: { servers: [ { address: 127.0.0.1, port: 9, priority: 0 } ] }
            listeners: [ { name: In, address: 127.0.0.1, port: 0, senderGroups: [] } ]
            """;

    private OwnPolicy() {}

    /// Sets the server's properties.
    ///
    /// @param policy a policy file
    public static void in(Path folder, String policy, DynamicPropertyRegistry properties) throws IOException {
        Path file = Files.writeString(folder.resolve("policy.yml"), policy);
        properties.add("danegate.data-dir", () -> folder.resolve("data").toString());
        properties.add("danegate.policy-file", file::toString);
    }
}
