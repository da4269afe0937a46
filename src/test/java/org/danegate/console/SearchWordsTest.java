package org.danegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How the words of a search are compared with what there is.
class SearchWordsTest {

    @ParameterizedTest
    @CsvSource({
        "delivery, Delivery Status, true",
        "ELIVERY  stat, Delivery Status, true",
        "politicas, Políticas de correo, true",
        "POLÍTICAS, Politicas, true",
        "12, MID 12, true",
        "12, MID 1268, false",
        "12, 112, false",
        "12, 1268 and 12, true",
        "163, 163.com, true",
        "12a, 12ab, true",
        "status delivery, Delivery Status, false",
    })
    void a_text_contains_the_words(String words, String text, boolean expected) {
        assertThat(SearchWords.of(words).in(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "BÜCH, xn--bcher-kva.example, true",
        "bcher, xn--bcher-kva.example, true",
        "buecher, xn--bcher-kva.example, false",
        "ok.pr, ok.practice, true",
        "12, d1268.example, false",
        "12, d12.example, true",
        "192.0.2, [192.0.2.1], true",
    })
    void a_domain_contains_the_words_in_either_of_its_forms(String words, String domain, boolean expected) {
        assertThat(SearchWords.of(words).inDomain(domain)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"12, 12", "MID 12, 12", "mid12, 12", "Mid: 12, 12", "MID 12 x, ", "MID, ", "DCID 12, ", "-1, "})
    void an_id_is_read_exactly(String words, Long expected) {
        assertThat(SearchWords.of(words).id("MID").stream().boxed().findFirst().orElse(null))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "verify ok.practice, ok.practice",
        "  DANEVERIFY   ok.practice, ok.practice",
        "verificar ok.practice, ok.practice",
        "verify, ",
        "verifying ok.practice, ",
        "ok.practice verify, ",
    })
    void the_words_after_a_verb_are_what_it_is_done_to(String words, String expected) {
        assertThat(SearchWords.of(words)
                        .after(List.of("verify daneverify", "verificar"))
                        .map(SearchWords::text)
                        .orElse(null))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "pol, Políticas de polen, [Pol]íticas de [pol]en",
        "12, 1268 12, 1268 [12]",
        "<b>, a<b>c, a[<b>]c",
        "zzz, ok, ok",
    })
    void what_was_found_can_be_marked(String words, String text, String expected) {
        assertThat(SearchWords.of(words).pieces(text).stream()
                        .map(piece -> piece.found() ? "[" + piece.text() + "]" : piece.text())
                        .collect(Collectors.joining()))
                .isEqualTo(expected);
    }

    @Test
    void nothing_and_texts_longer_than_any_address_are_not_searched() {
        assertThat(SearchWords.of(" \t ").searchable()).isFalse();
        assertThat(SearchWords.of("x".repeat(321)).searchable()).isFalse();
        assertThat(SearchWords.of("x".repeat(320)).searchable()).isTrue();
        assertThat(SearchWords.of(" a\r\n\u0000b ").text()).isEqualTo("a b");
    }
}
