package org.danegate.dkim;

/// Keys that can be generated.
public enum NewKey {
    RSA_2048("RSA 2048", 2048),
    RSA_3072("RSA 3072", 3072),
    RSA_4096("RSA 4096", 4096),
    ED25519("Ed25519", 0);

    private final String label;
    private final int bits;

    NewKey(String label, int bits) {
        this.label = label;
        this.bits = bits;
    }

    /// The words shown, the same in every language.
    public String label() {
        return label;
    }

    /// Size of an RSA key; 0 for others.
    int bits() {
        return bits;
    }

    KeyAlgorithm algorithm() {
        return bits == 0 ? KeyAlgorithm.ED25519 : KeyAlgorithm.RSA;
    }
}
