package org.danegate.certificate;

/// The material that an administrator submits as a certificate.
///
/// @param certificate PEM text: the certificate and those that lead to its root
/// @param privateKey PEM text of the key, may be encrypted; empty when the key is in the certificate text or the file,
///     or is already stored
/// @param password of the key or of the PKCS #12 file, empty for none
/// @param file octets of a PEM or PKCS #12 file, empty for none
public record CertificateMaterial(String certificate, String privateKey, String password, byte[] file) {

    /// Largest field or file, in octets; a long chain has some 20,000.
    public static final int MOST = 256 * 1024;

    /// Never contains the key or the password, because the text may go to a log.
    @Override
    public String toString() {
        return "certificate material";
    }
}
