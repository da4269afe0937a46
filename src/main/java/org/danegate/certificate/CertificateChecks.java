package org.danegate.certificate;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;
import org.jspecify.annotations.Nullable;

/// Checks the material that an administrator submitted: one key, the certificate that fits it, and its chain in order.
final class CertificateChecks {

    private CertificateChecks() {}

    /// The result of a check.
    sealed interface Result {

        /// @param advice sentences about unusual properties, as keys below `certificate.advice.`
        record Good(List<X509Certificate> chain, PrivateKey key, List<Fault> advice) implements Result {
            @Override
            public String toString() {
                return "a certificate of "
                        + InstalledCertificate.name(chain.getFirst().getSubjectX500Principal());
            }
        }

        record Refused(List<Fault> faults) implements Result {
            public Refused {
                faults = List.copyOf(faults);
            }
        }
    }

    /// @param existing the key already stored under the name; null for none
    static Result check(CertificateMaterial material, @Nullable PrivateKey existing, Instant now) {
        CertificateReading.Found found = CertificateReading.of(material);
        List<Fault> faults = new ArrayList<>(found.faults());
        String where = material.file().length > 0 && material.certificate().isBlank() ? "file" : "certificate";
        if (found.certificates().isEmpty() && faults.isEmpty()) {
            faults.add(fault(where, "no-certificate"));
        }
        if (found.keys().size() > 1) {
            faults.add(fault("privateKey", "keys", String.valueOf(found.keys().size())));
        }
        PrivateKey key = found.keys().size() == 1 ? found.keys().getFirst() : existing;
        if (key == null && faults.isEmpty()) {
            faults.add(fault("privateKey", "no-key"));
        }
        return key == null || !faults.isEmpty() ? new Result.Refused(faults) : chain(found, key, where, now);
    }

    private static Result chain(CertificateReading.Found found, PrivateKey key, String where, Instant now) {
        // The same certificate twice is a copying slip, not a fault.
        List<X509Certificate> certificates = List.copyOf(new LinkedHashSet<>(found.certificates()));
        X509Certificate own = certificates.stream()
                .filter(c -> Chains.fit(key, c.getPublicKey()))
                .findFirst()
                .orElse(null);
        if (own == null) {
            String subject = InstalledCertificate.name(certificates.getFirst().getSubjectX500Principal());
            return refused(found.keys().isEmpty() ? where : "privateKey", "no-fit", subject);
        }
        if (!Chains.usable(own.getPublicKey().getAlgorithm())) {
            return refused(where, "key-type", own.getPublicKey().getAlgorithm());
        }
        List<X509Certificate> chain = Chains.from(own, certificates);
        List<X509Certificate> foreign = new ArrayList<>(certificates);
        foreign.removeAll(chain);
        return foreign.isEmpty()
                ? new Result.Good(chain, key, ChainAdvice.of(certificates, chain, now))
                : refused(
                        where,
                        "foreign",
                        InstalledCertificate.name(foreign.getFirst().getSubjectX500Principal()),
                        InstalledCertificate.name(chain.getLast().getIssuerX500Principal()));
    }

    private static Result refused(String field, String code, String... places) {
        return new Result.Refused(List.of(fault(field, code, places)));
    }

    private static Fault fault(String field, String code, String... places) {
        return Fault.error(field, Wording.of("certificate.fault." + code, (Object[]) places));
    }
}
