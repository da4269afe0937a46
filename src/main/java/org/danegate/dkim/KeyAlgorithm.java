package org.danegate.dkim;

/// The algorithms that sign (RFC 8301 3, RFC 8463 3). In this order their fields stand in a message.
public enum KeyAlgorithm {
    /// PKCS #1 v1.5 over the SHA-256 of the input.
    RSA("rsa", "SHA256withRSA"),
    /// Pure EdDSA over the 32 octets of the SHA-256 of the input.
    ED25519("ed25519", "Ed25519");

    private final String tag;
    private final String platform;

    KeyAlgorithm(String tag, String platform) {
        this.tag = tag;
        this.platform = platform;
    }

    /// Its name in the tag `k=` of a key record.
    public String tag() {
        return tag;
    }

    /// Its name in the tag `a=` of a signature.
    String signature() {
        return tag + "-sha256";
    }

    /// Its name for the platform's providers.
    String platform() {
        return platform;
    }
}
