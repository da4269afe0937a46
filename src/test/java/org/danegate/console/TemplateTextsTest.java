package org.danegate.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTextsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<td data-label=\"Sender\" th:text=\"${x}\">a</td>",
                "<td th:data-label=\"'Sender of it'\"></td>",
                "<td th:attr=\"class=${x},data-label='Next try'\"></td>",
                "<td th:attr=\"data-label=${y} ? 'Yes' : #{no}\"></td>",
                "<a th:attr=\"href=@{/x(a=${b},c=${d})},aria-label=|Delete ${name}|\"></a>",
                "<img alt=\"A lock\">",
                "<img th:alt=\"'A lock'\">",
                "<input placeholder=\"Domain\">",
                "<p th:attr=\"data-lost='Not live any more'\"></p>",
                "<p th:title=\"|Seen ${when}|\"></p>"
            })
    void a_text_in_an_attribute_is_found(String template) throws Exception {
        assertThat(TemplateTexts.of(template)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<td th:data-label=\"#{queue.sender}\" th:text=\"${x}\">a</td>",
                "<td th:attr=\"class=${wide} ? 'is-wide' : 'x y',data-label=#{queue.sender}\"></td>",
                "<a th:attr=\"aria-label=#{queue.by(${a},${b})},href=@{/x(label='Some Thing')}\"></a>",
                "<a th:attr=\"aria-label=|daneverify ${domain}|\"></a>",
                "<input placeholder=\"Domain\" th:placeholder=\"#{domain}\">",
                "<img alt=\"\">",
                "<input placeholder=\"192.0.2.1\">"
            })
    void a_text_of_a_bundle_and_what_is_no_text_are_not(String template) throws Exception {
        assertThat(TemplateTexts.of(template)).isEmpty();
    }
}
