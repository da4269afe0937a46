package org.danegate.certificate.web;

import java.util.regex.Pattern;

/// The fields of the forms for uploading and replacing. It never keeps the private key, the password or the file, so
/// that a form that comes back with faults does not show them again.
///
/// @param name name of the certificate
/// @param certificate PEM text as pasted, without private keys
/// @param privateKey always empty
/// @param password always empty
/// @param file always empty
record CertificateForm(String name, String certificate, String privateKey, String password, String file) {

    private static final Pattern PRIVATE_KEY = Pattern.compile(
            "-----BEGIN [^-]*PRIVATE KEY-----.*?(-----END [^-]*PRIVATE KEY-----\\s*|\\z)", Pattern.DOTALL);

    static CertificateForm empty(String name) {
        return new CertificateForm(name, "", "", "", "");
    }

    /// Keeps the typed text except private keys.
    static CertificateForm typed(String name, String certificate) {
        return new CertificateForm(name, PRIVATE_KEY.matcher(certificate).replaceAll(""), "", "", "");
    }
}
