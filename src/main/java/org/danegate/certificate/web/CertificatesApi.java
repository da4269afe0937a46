package org.danegate.certificate.web;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.danegate.certificate.CertificateUse;
import org.danegate.certificate.Certificates;
import org.danegate.certificate.InstalledCertificate;
import org.danegate.certificate.Validity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The certificates for scripts. Keys are never included.
@RestController
class CertificatesApi {

    private final Certificates certificates;
    private final InstantSource clock;

    CertificatesApi(Certificates certificates, InstantSource clock) {
        this.certificates = certificates;
        this.clock = clock;
    }

    /// @param names host names and addresses that it is valid for
    /// @param daysLeft negative when it has expired
    /// @param sha256 fingerprint of the whole certificate
    /// @param tlsa records as lines of a zone file
    record Installed(
            String name,
            String subject,
            List<String> names,
            String issuer,
            boolean selfSigned,
            Instant notBefore,
            Instant notAfter,
            long daysLeft,
            Validity validity,
            String key,
            String sha256,
            List<String> tlsa,
            List<CertificateUse> uses) {}

    @GetMapping("/api/v1/certificates")
    List<Installed> all() {
        return certificates.all().stream().map(this::of).toList();
    }

    private Installed of(InstalledCertificate one) {
        Instant now = clock.instant();
        return new Installed(
                one.name(),
                one.subject(),
                one.alternatives(),
                one.issuer(),
                one.selfSigned(),
                one.from(),
                one.to(),
                one.daysLeft(now),
                one.validity(now),
                one.key(),
                one.fingerprint(),
                one.tlsa().stream().map(InstalledCertificate.Tlsa::record).toList(),
                one.uses());
    }
}
