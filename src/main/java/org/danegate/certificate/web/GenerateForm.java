package org.danegate.certificate.web;

import org.danegate.certificate.CertificateRequest;
import org.danegate.certificate.KeyKind;

/// What stands in the form for generating a key.
record GenerateForm(String name, KeyKind key, String commonName, String names, String organisation, String days) {

    static GenerateForm empty(String hostname) {
        return new GenerateForm("", KeyKind.EC_P256, hostname, "", "", "365");
    }

    CertificateRequest request() {
        return new CertificateRequest(key, commonName, names, organisation, days);
    }
}
