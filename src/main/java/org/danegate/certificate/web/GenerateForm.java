package org.danegate.certificate.web;

import java.util.Arrays;
import java.util.Optional;
import org.danegate.certificate.CertificateRequest;
import org.danegate.certificate.KeyKind;
import org.jspecify.annotations.Nullable;

/// The fields of the form for generating a key.
///
/// @param key name of a {@link KeyKind}, as it was sent
record GenerateForm(String name, String key, String commonName, String names, String organisation, String days) {

    GenerateForm(
            @Nullable String name,
            @Nullable String key,
            @Nullable String commonName,
            @Nullable String names,
            @Nullable String organisation,
            @Nullable String days) {
        this.name = name == null ? "" : name;
        this.key = key == null ? "" : key;
        this.commonName = commonName == null ? "" : commonName;
        this.names = names == null ? "" : names;
        this.organisation = organisation == null ? "" : organisation;
        this.days = days == null ? "" : days;
    }

    static GenerateForm empty(String hostname) {
        return new GenerateForm("", KeyKind.EC_P256.name(), hostname, "", "", "365");
    }

    /// The kind of key; empty when the word names none.
    Optional<KeyKind> kind() {
        return Arrays.stream(KeyKind.values())
                .filter(kind -> kind.name().equals(key))
                .findFirst();
    }

    CertificateRequest request(KeyKind kind) {
        return new CertificateRequest(kind, commonName, names, organisation, days);
    }
}
