package org.danegate.dialing;

import java.util.List;
import org.danegate.policy.Policy;
import org.danegate.smtp.KeyExchangeGroups;

/// What the setting *Key exchange* means on this Java.
public final class KeyExchangeChoice {

    private KeyExchangeChoice() {}

    /// The groups that a client offers.
    public static KeyExchangeGroups groups(Policy policy) {
        return switch (policy.destinationControls().global().keyExchange()) {
            case PREFER_HYBRID -> KeyExchangeGroups.hybridFirst();
            case CLASSICAL -> KeyExchangeGroups.classicalOnly();
        };
    }

    /// The groups that a listener accepts, the same as a client offers; empty when the platform chooses.
    public static List<String> ofListeners(Policy policy) {
        return groups(policy).everything();
    }

    /// Whether this Java has a hybrid group: without one, [KeyExchange#PREFER_HYBRID] is the same as
    /// [KeyExchange#CLASSICAL].
    public static boolean hasHybrid() {
        return KeyExchangeGroups.hasHybrid();
    }
}
