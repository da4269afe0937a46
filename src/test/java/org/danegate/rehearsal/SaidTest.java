package org.danegate.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.danegate.console.Texts;
import org.danegate.wording.Wording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/// What other rooms say in English stays English to the letter, and is Spanish on a Spanish page.
class SaidTest {

    private static final ResourceBundleMessageSource TEXTS = texts();

    private static ResourceBundleMessageSource texts() {
        ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
        texts.setBasename("messages/rehearsal");
        texts.setDefaultEncoding("UTF-8");
        return texts;
    }

    private static String spanish(Wording wording) {
        return TEXTS.getMessage(Texts.resolvable(wording), Locale.of("es"));
    }

    static Stream<Wording> phrases() {
        List<String> examples = List.of("mx.a.test", "10", "something new");
        return SaidPhrases.ALL.stream()
                .map(phrase -> new Wording(
                        phrase.code(),
                        phrase.arguments().stream()
                                .<Object>map(mark -> examples.get(SaidPhrases.MARKS.indexOf(mark)))
                                .toList()));
    }

    @ParameterizedTest
    @MethodSource("phrases")
    void each_phrase_is_recognized_as_itself_and_none_before_it_takes_its_place(Wording phrase) {
        assertThat(Said.of(phrase.english())).isEqualTo(phrase);
    }

    @Test
    void each_phrase_has_places_alike_in_both_languages() {
        ResourceBundle english = ResourceBundle.getBundle("messages/rehearsal", Locale.ROOT);
        ResourceBundle spanish = ResourceBundle.getBundle("messages/rehearsal", Locale.of("es"));
        assertThat(SaidPhrases.ALL).allSatisfy(phrase -> {
            for (int i = 0; i < phrase.arguments().size(); i++) {
                assertThat(english.getString(phrase.code())).contains("{" + i + "}");
                assertThat(spanish.getString(phrase.code())).contains("{" + i + "}");
            }
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            no TLSA record found for _25._tcp.mx.a.test | no se encontró ningún registro TLSA en _25._tcp.mx.a.test
            MX record of a.test is INSECURE and TLSA record _25._tcp.mx.b.test is INSECURE | el registro MX de a.test no está firmado (INSECURE) y el registro TLSA _25._tcp.mx.b.test no está firmado (INSECURE)
            the server's certificate does not match TLSA 3 1 1 00aa…; TLSA 2 1 1 00bb…: certificate expired | el certificado del servidor no coincide con TLSA 3 1 1 00aa…; TLSA 2 1 1 00bb…: certificado caducado
            MX record is BOGUS: signatures are missing; does resolver 192.0.2.1 pass DNSSEC? | el registro MX es BOGUS: faltan firmas; ¿deja pasar DNSSEC el resolver 192.0.2.1?
            MX record is BOGUS: signature expired at 2026-03-01T00:00:00Z (signed by a.test.) (Positive response has failed ANSWER rrset) | el registro MX es BOGUS: la firma caducó en 2026-03-01T00:00:00Z (firmada por a.test.) (Positive response has failed ANSWER rrset)
            no MX host of a.test can be used: 192.0.2.1 is an IP address, not a host name | no se puede utilizar ningún host MX de a.test: 192.0.2.1 es una dirección IP, no un nombre de host
            STARTTLS was answered 454 4.7.0 {not} now, 'later' | la respuesta a STARTTLS fue 454 4.7.0 {not} now, 'later'
            """)
    void english_stays_to_the_letter_and_spanish_is_spanish(String said, String inSpanish) {
        assertThat(Said.of(said).english()).isEqualTo(said);
        assertThat(spanish(Said.of(said))).isEqualTo(inSpanish);
    }

    @ParameterizedTest
    @CsvSource({"''", "450 come back {0} 'tomorrow'", "a; b", "no TLSA record found for "})
    void what_nobody_knows_stays_as_it_is_in_every_language(String said) {
        assertThat(Said.of(said).english()).isEqualTo(said);
        assertThat(spanish(Said.of(said))).isEqualTo(said);
    }
}
