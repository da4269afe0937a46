package org.danegate.certificate;

/// What an administrator hands in as a certificate.
///
/// @param certificate PEM text: the certificate and those that lead to its root
/// @param privateKey PEM text of the key, may be encrypted; empty where it stands with the certificate, in the file, or
///     is there already
/// @param password of the key or of the PKCS #12 file, empty for none
/// @param file octets of a PEM or PKCS #12 file, empty for none
public record CertificateMaterial(String certificate, String privateKey, String password, byte[] file) {

    /// Most octets of a field or the file: a long chain has some 20,000.
    public static final int MOST = 256 * 1024;

    /// Never the key or the password: this may stand in a log.
    @Override
    public String toString() {
        return "certificate material";
    }
}
