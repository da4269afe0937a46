package org.danegate.certificate;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;

/// Collects the certificates, keys and faults that are found in an administrator's material.
final class FoundObjects {

    private final List<X509Certificate> certificates = new ArrayList<>();
    private final List<PrivateKey> keys = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();

    void add(X509Certificate certificate) {
        certificates.add(certificate);
    }

    void add(PrivateKey key) {
        keys.add(key);
    }

    /// @param code below `certificate.fault.`
    void fault(String field, String code, String... places) {
        faults.add(Fault.error(field, Wording.of("certificate.fault." + code, (Object[]) places)));
    }

    int numberOfKeys() {
        return keys.size();
    }

    /// How many certificates, keys and faults were found so far.
    int size() {
        return certificates.size() + keys.size() + faults.size();
    }

    CertificateReading.Found all() {
        return new CertificateReading.Found(certificates, keys, faults);
    }
}
