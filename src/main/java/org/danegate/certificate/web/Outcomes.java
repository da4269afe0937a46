package org.danegate.certificate.web;

import java.util.ArrayList;
import java.util.List;
import org.danegate.certificate.CertificateUse;
import org.danegate.console.Texts;
import org.danegate.wording.Fault;
import org.springframework.stereotype.Component;

/// Describes results of operations on certificates, as sentences in the language of the request.
@Component
class Outcomes {

    private final Texts texts;

    Outcomes(Texts texts) {
        this.texts = texts;
    }

    /// What was done, then the unusual properties.
    String done(String key, String name, List<Fault> advice) {
        List<String> sentences = new ArrayList<>(List.of(texts.of(key, name)));
        advice.forEach(a -> sentences.add(texts.of(a.wording())));
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
        String place = switch (use.place()) {
            case CLIENT -> texts.of("certificate.use.client");
            case LISTENER -> texts.of("certificate.use.listener", use.listener());
            case LOG -> texts.of("certificate.use.log", use.log());
            case CONSOLE -> texts.of("certificate.use.console");
        };
        if (use.inForce() && use.inDraft()) {
            return place;
        }
        return texts.of(use.inForce() ? "certificate.use.in-force" : "certificate.use.in-draft", place);
    }
}
