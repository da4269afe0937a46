package org.danegate.policy.file;

import static org.danegate.fuzz.Property.holds;

import java.nio.charset.StandardCharsets;
import org.danegate.policy.Policy;

/// An appliance's configuration of any octets: what is accepted of it is valid in a policy file, and is read back.
public final class ApplianceFuzz {

    private static final Policy POLICY = Policy.defaults();

    private ApplianceFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        ApplianceConfiguration.Reading reading =
                ApplianceConfiguration.read(new String(input, StandardCharsets.UTF_8), POLICY);
        holds(!reading.said().isEmpty(), "nothing is said");
        Policy policy = reading.policy();
        if (policy != null) {
            holds(policy.equals(PolicyFile.readUnchecked(PolicyDocument.yaml(policy))), "written as another policy");
        }
    }
}
