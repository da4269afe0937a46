package org.danegate.certificate;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.danegate.wording.Fault;

/// Reads certificates and a key from PEM texts, PEM files and PKCS #12 files.
final class CertificateReading {

    private final CertificateMaterial material;
    private final FoundObjects found = new FoundObjects();
    private final PemReading pem;
    private final Pkcs12Reading pkcs12;

    private CertificateReading(CertificateMaterial material) {
        this.material = material;
        KeyDerivationCost cost = new KeyDerivationCost();
        this.pem = new PemReading(found, material.password(), cost);
        this.pkcs12 = new Pkcs12Reading(found, material.password(), cost);
    }

    /// The objects found; the certificates in the order they were read.
    record Found(List<X509Certificate> certificates, List<PrivateKey> keys, List<Fault> faults) {
        Found {
            certificates = List.copyOf(certificates);
            keys = List.copyOf(keys);
            faults = List.copyOf(faults);
        }

        @Override
        public String toString() {
            return certificates.size() + " certificates, " + keys.size() + " keys, " + faults;
        }
    }

    static Found of(CertificateMaterial material) {
        CertificateReading reading = new CertificateReading(material);
        reading.read();
        return reading.found.all();
    }

    private void read() {
        if (bounded("certificate", material.certificate().length())) {
            pem.read("certificate", material.certificate());
        }
        if (bounded("privateKey", material.privateKey().length())) {
            pem.read("privateKey", material.privateKey());
        }
        byte[] file = material.file();
        if (file.length > 0 && bounded("file", file.length)) {
            String text = new String(file, StandardCharsets.ISO_8859_1);
            if (text.contains("-----BEGIN ")) {
                pem.read("file", text);
            } else {
                pkcs12.read(file);
            }
        }
    }

    private boolean bounded(String field, int size) {
        if (size > CertificateMaterial.MOST) {
            found.fault(field, "too-large", String.valueOf(CertificateMaterial.MOST / 1024));
        }
        return size <= CertificateMaterial.MOST;
    }
}
