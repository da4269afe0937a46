package org.danegate.alert.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.danegate.console.TestTexts;
import org.danegate.console.Texts;
import org.danegate.wording.Wording;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.i18n.LocaleContextHolder;

/// What the page of alerts says, in the reader's language.
class AlertWordsTest {

    private static final Wording EXPIRES = Wording.of(
            "certificate.alert.expires", "gateway", "2027-01-01T00:00:00Z", 30, Wording.of("certificate.alert.used"));

    @AfterEach
    void own_language() {
        LocaleContextHolder.resetLocaleContext();
    }

    @Test
    void an_alert_is_said_in_the_language_of_who_looks() throws IOException {
        assertThat(said(EXPIRES, Locale.ENGLISH))
                .isEqualTo("Certificate gateway expires at 2027-01-01T00:00:00Z, in 30 days. It is in use."
                        + " Replace it on Network > Certificates; where a TLSA record names it, publish the new"
                        + " record first.");
        assertThat(parts(EXPIRES, Locale.ENGLISH).stream()
                        .filter(AlertWords.Part::given)
                        .map(AlertWords.Part::text))
                .containsExactly("gateway", "2027-01-01T00:00:00Z");
        assertThat(said(EXPIRES, Locale.of("es")))
                .startsWith("El certificado gateway caduca")
                .contains("Está en uso.");
    }

    @Test
    void one_of_something_is_said_as_one() throws IOException {
        Wording one = Wording.of("alert.raised.down", "a.example", "2027-01-01T00:00:00Z", 1, "refused");
        assertThat(said(one, Locale.ENGLISH)).contains("; 1 recipient waits. Last error: refused");
        assertThat(said(one, Locale.of("es"))).contains("; 1 destinatario espera. Último error: refused");
        Wording many = Wording.of(
                "alert.raised.many.dane", 1200, 1L, Wording.of("alert.names.more", "a.example, b.example", 1198));
        assertThat(said(many, Locale.ENGLISH))
                .isEqualTo("DANE fails at 1,200 destinations, and 1 recipient waits for them:"
                        + " a.example, b.example and 1,198 more.");
    }

    private static String said(Wording wording, Locale language) throws IOException {
        return parts(wording, language).stream().map(AlertWords.Part::text).collect(Collectors.joining());
    }

    private static List<AlertWords.Part> parts(Wording wording, Locale language) throws IOException {
        LocaleContextHolder.setLocale(language);
        return new AlertWords(new Texts(TestTexts.bundles())).parts(wording);
    }
}
