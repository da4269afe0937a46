package org.danegate.dkim;

import java.util.List;
import java.util.Set;

/// A signing key for people and scripts: its public part, and where it is used.
public record ShownKey(
        String name, KeyAlgorithm algorithm, int bits, String fingerprint, String published, List<KeyUse> uses) {

    public ShownKey {
        uses = List.copyOf(uses);
    }

    /// Algorithm and size in words.
    public String kind() {
        return algorithm == KeyAlgorithm.RSA ? "RSA " + bits : "Ed25519";
    }

    /// Whether the key is shorter than receivers like today.
    public boolean isShort() {
        return algorithm == KeyAlgorithm.RSA && bits < 2048;
    }

    /// The record that publishes it.
    public KeyRecord record(Set<KeyRecord.Mark> marks) {
        return KeyRecord.of(algorithm, published, marks);
    }
}
