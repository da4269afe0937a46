package org.danegate.certificate.web;

import java.util.regex.Pattern;

/// What stands in the forms for uploading and replacing. Private key, password and file are never kept in it: a form
/// that comes back with faults must not show them again.
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

    /// Keeps what was typed, but for private keys.
    static CertificateForm typed(String name, String certificate) {
        return new CertificateForm(name, PRIVATE_KEY.matcher(certificate).replaceAll(""), "", "", "");
    }
}
