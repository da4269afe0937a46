package org.danegate.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Names outside ASCII by UTS #46, non-transitional (RFC 5891).
class DomainNameTest {

    @ParameterizedTest
    @CsvSource({
        "faß.example,               xn--fa-hia.example",
        "FAß.Example,               xn--fa-hia.example",
        "FA\u1E9E.example,          xn--fa-hia.example",
        "fass.example,              fass.example",
        "βόλος.example,             xn--nxasmm1c.example",
        "βόλοσ.example,             xn--nxasmq6b.example",
        "Bücher.example,            xn--bcher-kva.example",
        "bu\u0308cher.example,      xn--bcher-kva.example",
        "bücher\u3002example,       xn--bcher-kva.example",
        "bücher\uFF0Eexample\uFF0E, xn--bcher-kva.example",
        "example\uFF61org,          example.org",
        "ｅｘａｍｐｌｅ.org,         example.org",
        "_25._tcp.faß.example,      _25._tcp.xn--fa-hia.example",
        "_25._TCP.faß.example,      _25._tcp.xn--fa-hia.example",
        "*.faß.example,             *.xn--fa-hia.example",
        "XN--FA-HIA.example,        xn--fa-hia.example",
        "faß.example.,              xn--fa-hia.example",
        "аpple.example,             xn--pple-43d.example",
        "ශ්\u200Dරී.example,          xn--10cl1a0b660p.example",
        "نامه\u200Cای.example,       xn--mgba3gch31f060k.example",
        "Mail_1.Example,            mail_1.example"
    })
    void names_become_the_labels_that_their_owner_registered(String written, String ascii) {
        assertThat(DomainName.parse(written).ascii()).isEqualTo(ascii);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fa\u200Dss.example", // a joiner where no letter asks for one
                "fa\u200Css.example",
                "\u0308a.example", // begins with a mark
                "ü\uFFFD.example",
                "-ü.example",
                "ü-.example",
                "üa--b..example",
                "ü／b.example", // the wide form of an ASCII sign that names cannot have
                "אa.example", // two directions in one label
                "1a.אב.example.אa",
                "xn--\u00fc.example",
                "xn--a.ü.example", // no punycode
                "_ü.example"
            })
    void names_that_nobody_can_register_are_none(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> DomainName.parse(written));
    }

    @Test
    void too_long_a_name_is_none() {
        String label = "ü".repeat(60);

        assertThat(DomainName.parse("ü".repeat(50) + ".example").ascii()).hasSizeLessThan(72);
        assertThatIllegalArgumentException().isThrownBy(() -> DomainName.parse("ü" + "a".repeat(60) + ".example"));
        assertThatIllegalArgumentException().isThrownBy(() -> DomainName.parse((label + ".").repeat(30) + "example"));
    }

    @ParameterizedTest
    @CsvSource({
        "xn--fa-hia.example,    faß.example",
        "xn--bcher-kva.example, bücher.example",
        "xn--pple-43d.example,  аpple.example",
        "_25._tcp.xn--bcher-kva.example, _25._tcp.bücher.example",
        // What stands for no name stays as it is, whatever it decodes to.
        "xn--a.example,         xn--a.example",
        "xn--abc.example,       xn--abc.example",
        "xn--fss-qla.xn--99999999999.example, xn--fss-qla.xn--99999999999.example",
        "example.org,           example.org"
    })
    void a_name_is_shown_in_its_own_script(String ascii, String shown) {
        DomainName name = DomainName.parse(ascii);

        assertThat(name.ascii()).isEqualTo(ascii);
        assertThat(name.display()).isEqualTo(shown);
        assertThat(DomainName.parse(name.display())).isEqualTo(name);
    }

    @Test
    void mail_goes_to_the_name_that_was_written() {
        assertThat(MailAddress.parse("user@faß.example").domain()).isEqualTo("xn--fa-hia.example");
        assertThat(MailAddress.parse("user@fass.example").domain()).isEqualTo("fass.example");
    }

    @Test
    void either_form_finds_the_name() {
        String name = "xn--fa-hia.example";

        assertThat(DomainForms.contains(name, DomainForms.sought("FAß"))).isTrue();
        assertThat(DomainForms.contains(name, DomainForms.sought("aß.exa"))).isTrue();
        assertThat(DomainForms.contains(name, DomainForms.sought("xn--fa"))).isTrue();
        assertThat(DomainForms.contains(name, DomainForms.sought("fass"))).isFalse();
        assertThat(DomainForms.ownScript(name)).isEqualTo("faß.example");
        assertThat(DomainForms.ownScript("example.org")).isEmpty();
    }

    @Test
    void a_text_has_its_names_in_either_form() {
        assertThat(DomainForms.of("to user@faß.example now"))
                .containsExactly("to user@faß.example now", "to user@xn--fa-hia.example now");
        assertThat(DomainForms.of("user@xn--fa-hia.example"))
                .containsExactly("user@xn--fa-hia.example", "user@faß.example");
        assertThat(DomainForms.of("müller@example.org")).contains("müller@example.org");
        assertThat(DomainForms.of("MID 12")).containsExactly("MID 12");
        assertThat(DomainForms.of("")).containsExactly("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@[]",
                "a@[192.0.2]",
                "a@[192.0.2.256]",
                "a@[192.\ufffd0.2.2]",
                "a@[2001:db8::1]",
                "a@[IPv6:fe80::1%1]",
                "a@[x:y]",
                "a@[192.0.2.1"
            })
    void an_address_literal_that_is_none_is_refused(String address) {
        assertThatIllegalArgumentException().isThrownBy(() -> MailAddress.parse(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@[192.0.2.1]", "a@[IPv6:2001:DB8::1]"})
    void an_address_literal_is_taken(String address) {
        assertThat(MailAddress.parse(address).domainName()).isEmpty();
    }
}
