package org.danegate.certificate;

/// Keys that can be generated.
public enum KeyKind {
    EC_P256("EC P-256"),
    RSA_2048("RSA 2048"),
    RSA_3072("RSA 3072"),
    RSA_4096("RSA 4096");

    private final String label;

    KeyKind(String label) {
        this.label = label;
    }

    /// The words shown, the same in every language.
    public String label() {
        return label;
    }
}
