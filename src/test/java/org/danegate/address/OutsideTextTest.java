package org.danegate.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What others wrote, read and shown.
class OutsideTextTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 0x0a, 0x0d, 0x1b, 0x7f, 0x85, 0x9b, 0xad, 0x61c, 0x200b, 0x200e, 0x2028, 0x2029, 0x202e})
    void a_character_that_ends_a_line_or_hides_text_is_replaced(int character) {
        assertThat(OutsideText.line("a" + Character.toString(character) + "b")).isEqualTo("a?b");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x2066, 0x2069, 0xfeff, 0xd800, 0xdfff, 0xe0041})
    void so_are_isolates_marks_lone_surrogates_and_tags(int character) {
        assertThat(OutsideText.line("a" + Character.toString(character) + "b")).isEqualTo("a?b");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x034f, 0x115f, 0x1160, 0x3164, 0xffa0, 0x2065, 0xfff0, 0xe0000, 0xe01f0})
    void so_are_letters_and_marks_that_show_nothing(int character) {
        assertThat(OutsideText.line("a" + Character.toString(character) + "b")).isEqualTo("a?b");
    }

    @Test
    void lines_keep_their_ends_and_nothing_else() {
        assertThat(OutsideText.lines("a\tb\nc\r\u202ed\u2028")).isEqualTo("a\tb\nc??d?");
        assertThat(OutsideText.brief("\u202e" + "x".repeat(100), 10))
                .isEqualTo("?" + "x".repeat(9) + " … and 91 more characters");
    }

    /// A name is shown in its own script only where IDNA2008 has it: no A-label brings in what the rule keeps out,
    /// and joiners only where their script needs them.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "xn--ab-g4t.example",
                "xn--ab-88t.example",
                "xn--ac-g1t.example",
                "xn--ab-m1t.example",
                "xn--a-ugn.example"
            })
    void no_a_label_is_shown_with_such_a_character(String name) {
        assertThat(OutsideText.isHarmless(new DomainName(name).display())).isTrue();
        assertThat(DomainForms.ownScript(name)).doesNotContain("\u202e", "\u200b", "\u200d");
    }

    @Test
    void words_of_all_scripts_stay() {
        String words = "Jürgen 用户 \u010a\u560a 👩\u200d💻 می\u200cخواهم";
        assertThat(OutsideText.line(words)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "rfc822;a+2Bb@x.example | a+b@x.example",
                "rfc822;a+20b@x.example | a b@x.example",
                "utf-8;j\u00fcrgen@x.example | j\u00fcrgen@x.example",
                "UTF-8;j\\x{FC}rgen@x.example | j\u00fcrgen@x.example",
                "utf-8;\\x{1F600}@x.example | 😀@x.example",
                "rfc822;a+0D+0AX:b@x.example | none",
                "rfc822;a+00@x.example | none",
                "rfc822;a+C3+BC@x.example | none",
                "rfc822;a+2b@x.example | none",
                "rfc822;a+2 | none",
                "rfc822;a=b | none",
                "utf-8;a\\x{0A}b@x.example | none",
                "utf-8;a\\x{0D}b@x.example | none",
                "utf-8;a\\x{D800}b@x.example | none",
                "utf-8;a\\x{110000}b@x.example | none",
                "utf-8;a\\nb@x.example | none",
                "utf-8;a\u0085b@x.example | none",
                "utf-8;a\u202eb@x.example | none",
                "utf-8;a\\x{202E}b@x.example | none",
                "rfc822; | none",
                ";a@x.example | none",
                "none; | none",
            })
    void an_original_recipient_is_decoded_or_refused(String parameter, String address) {
        assertThat(OriginalRecipient.parse(parameter)
                        .map(OriginalRecipient::address)
                        .orElse(null))
                .isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rfc822;a+2Bb@x.example | rfc822;a+2Bb@x.example",
                "utf-8;j\u00fcrgen@x.example | utf-8;j\\x{FC}rgen@x.example",
                "utf-8;\u010a@x.example | utf-8;\\x{10A}@x.example",
            })
    void a_peer_without_smtputf8_gets_the_original_recipient_in_ascii(String taken, String said) {
        assertThat(OriginalRecipient.asciiParameter(taken)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "a.b@x.example | a.b@x.example",
                "ab..cd@x.example | \"ab..cd\"@x.example",
                "ab.@x.example | \"ab.\"@x.example",
                ".ab@x.example | \".ab\"@x.example",
                "\"a b\"@x.example | \"a b\"@x.example",
                "j\u00fcrgen@b\u00fccher.example | j\u00fcrgen@b\u00fccher.example",
                "a@b\u00fccher.example | a@xn--bcher-kva.example",
            })
    void an_address_goes_out_in_a_form_that_others_take(String given, String said) {
        assertThat(MailAddress.parse(given).wireText()).isEqualTo(said);
        assertThat(MailAddress.wireText(given)).isEqualTo(said);
    }
}
