package org.danegate.certificate;

import java.util.List;

/// Why a certificate was not taken.
///
/// @param field field of the form: `name`, `certificate`, `privateKey`, `password`, `file`, `key`, `commonName`,
/// `names`,
///     `organisation`, `days`; empty when it is about none
/// @param code key of the sentence, below `certificate.fault.`
/// @param places what stands in the sentence's places
public record CertificateFault(String field, String code, List<String> places) {

    public CertificateFault {
        places = List.copyOf(places);
    }

    static CertificateFault of(String field, String code, String... places) {
        return new CertificateFault(field, code, List.of(places));
    }
}
