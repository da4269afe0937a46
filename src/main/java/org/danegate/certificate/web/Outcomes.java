package org.danegate.certificate.web;

import java.util.ArrayList;
import java.util.List;
import org.danegate.certificate.CertificateFault;
import org.danegate.certificate.CertificateUse;
import org.danegate.console.Texts;
import org.springframework.stereotype.Component;
import org.springframework.validation.BindingResult;

/// Ends of acts on certificates, as sentences in the language of the request.
@Component
class Outcomes {

    private final Texts texts;

    Outcomes(Texts texts) {
        this.texts = texts;
    }

    /// Puts faults beside the fields of a form.
    void into(BindingResult result, List<CertificateFault> faults) {
        for (CertificateFault fault : faults) {
            result.rejectValue(
                    fault.field(),
                    "certificate.fault." + fault.code(),
                    fault.places().toArray(),
                    fault.code());
        }
    }

    /// What was done, then what is unusual about it.
    String done(String key, String name, List<CertificateFault> advice) {
        List<String> sentences = new ArrayList<>(List.of(texts.of(key, name)));
        advice.forEach(a -> sentences.add(
                texts.of("certificate.advice." + a.code(), a.places().toArray())));
        return String.join(" ", sentences);
    }

    /// Why a certificate was not deleted.
    String used(String name, List<CertificateUse> uses) {
        return texts.of(
                "certificate.used",
                name,
                String.join("; ", uses.stream().map(this::place).toList()));
    }

    String place(CertificateUse use) {
        String place = use.client()
                ? texts.of("certificate.use.client")
                : texts.of("certificate.use.listener", use.listener());
        if (use.inForce() && use.inDraft()) {
            return place;
        }
        return texts.of(use.inForce() ? "certificate.use.in-force" : "certificate.use.in-draft", place);
    }
}
