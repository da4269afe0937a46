package org.danegate.https.web;

import static java.util.Objects.requireNonNullElse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.danegate.https.GivenSettings;
import org.danegate.https.HttpsSettings;
import org.danegate.https.StrictTransport;
import org.danegate.wording.Fault;
import org.danegate.wording.Wording;

/// The fields of the page, as sent. A field whose setting was given at the start is not sent.
///
/// @param certificate name; empty for HTTP only
/// @param strict name of a {@link StrictTransport}
record HttpsForm(String certificate, String address, String port, String redirect, String strict) {

    /// Fields that were not sent arrive as null.
    HttpsForm {
        certificate = requireNonNullElse(certificate, "");
        address = requireNonNullElse(address, "");
        port = requireNonNullElse(port, "");
        redirect = requireNonNullElse(redirect, "false");
        strict = requireNonNullElse(strict, "");
    }

    static HttpsForm of(HttpsSettings settings) {
        return new HttpsForm(
                settings.certificate(),
                settings.address(),
                Integer.toString(settings.port()),
                Boolean.toString(settings.redirect()),
                settings.strict().name());
    }

    /// The settings that are meant; where one was given at the start, the present one.
    HttpsSettings settings(GivenSettings given, HttpsSettings present) {
        return new HttpsSettings(
                given.certificate() == null ? certificate.strip() : present.certificate(),
                given.address() == null ? address.strip() : present.address(),
                given.port() == null ? number() : present.port(),
                given.redirect() == null ? redirect.equals("true") : present.redirect(),
                given.strict() == null ? transport().orElse(StrictTransport.NONE) : present.strict(),
                false);
    }

    /// What no page of ours sends.
    List<Fault> faults(GivenSettings given) {
        List<Fault> faults = new ArrayList<>();
        if (given.strict() == null && transport().isEmpty()) {
            faults.add(Fault.error("strict", Wording.of("https.fault.choice")));
        }
        if (given.redirect() == null && !List.of("true", "false").contains(redirect)) {
            faults.add(Fault.error("redirect", Wording.of("https.fault.choice")));
        }
        return faults;
    }

    private Optional<StrictTransport> transport() {
        return Arrays.stream(StrictTransport.values())
                .filter(one -> one.name().equals(strict))
                .findFirst();
    }

    /// 0 for what is no number.
    private int number() {
        String digits = port.strip();
        return digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
    }
}
