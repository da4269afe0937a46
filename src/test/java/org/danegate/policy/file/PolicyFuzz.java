package org.danegate.policy.file;

import static org.danegate.fuzz.Property.holds;

import java.nio.charset.StandardCharsets;
import org.danegate.policy.Policy;

/// A policy file of any octets: a policy or faults, and what is written of a policy is that policy.
public final class PolicyFuzz {

    private PolicyFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        PolicyFile.Reading reading = PolicyFile.read(new String(input, StandardCharsets.UTF_8));
        Policy policy = reading.policy();
        holds((policy == null) != reading.faults().isEmpty(), "neither a policy nor faults, or both");
        holds(reading.faults().size() <= PolicyFile.MOST_FAULTS + 1, "faults without end");
        reading.faults().forEach(fault -> {
            holds(fault.line() >= 1 && fault.line() <= input.length + 1, "a fault on no line");
            fault.message();
        });
        if (policy != null) {
            String written = PolicyDocument.yaml(policy);
            PolicyFile.Reading again = PolicyFile.read(written);
            holds(policy.equals(again.policy()), "written as another policy: " + again.faults());
            holds(policy.equals(PolicyFile.readUnchecked(written)), "read back as another policy");
        }
    }
}
