package org.danegate.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.danegate.address.DomainName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The policy file (RFC 8461 section 3.2).
class StsPolicyFileTest {

    private static final String HEAD = "version: STSv1\r\nmode: enforce\r\nmax_age: 86400\r\n";

    @Test
    @Tag("p10")
    @Tag("S-20")
    void lines_may_end_with_lf_and_the_last_one_without() {
        StsPolicy policy = valid("version: STSv1\nmode: enforce\nmx: *.example.net\nmax_age: 604800");

        assertThat(policy.mode()).isEqualTo(StsMode.ENFORCE);
        assertThat(policy.mx()).extracting(MxPattern::toString).containsExactly("*.example.net");
        assertThat(policy.maxAge()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    @Tag("p11")
    @Tag("S-22")
    void mode_none_needs_no_mx() {
        assertThat(valid("mode: none\r\nversion: STSv1\r\nmax_age: 86400\r\n").mode())
                .isEqualTo(StsMode.NONE);
    }

    @Test
    @Tag("p15")
    @Tag("S-21")
    @Tag("S-23")
    void of_a_field_given_twice_the_first_counts_and_a_long_life_is_cut() {
        StsPolicy policy =
                valid("version: STSv1\r\nmode: enforce\r\nmode: none\r\nmx: a.example\r\nmax_age: 9999999999\r\n");

        assertThat(policy.mode()).isEqualTo(StsMode.ENFORCE);
        assertThat(policy.maxAge()).isEqualTo(StsPolicy.LONGEST);
    }

    @Test
    @Tag("S-23")
    void a_life_of_zero_is_valid() {
        assertThat(valid("version: STSv1\nmode: testing\nmx: a.example\nmax_age: 0\n")
                        .maxAge())
                .isZero();
    }

    @Test
    @Tag("S-20")
    @Tag("S-21")
    void blanks_around_values_and_fields_not_known_do_not_matter() {
        StsPolicy policy = valid("version:STSv1  \nmode:\ttesting\t\nnote: grüße\nmx:  MX.Example.NET.\nmax_age: 1\n");

        assertThat(policy.mx()).extracting(MxPattern::toString).containsExactly("mx.example.net");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            version: STSv1~mode: enforce~max_age: 86400~                             | 0 | there is no mx
            version: STSv1~mode: enforce~mx: a.example~max_age: 99999999999~         | 4 | max_age has no valid value: "99999999999"
            version: STSv1~mode: enforce~mx: *~max_age: 1~                           | 3 | not the name of an MX host or *. and a name: "*"
            version: STSv1~mode: enforce~mx: a.*.example~max_age: 1~                 | 3 | not the name of an MX host or *. and a name: "a.*.example"
            version: STSv1~mode: enforce~mx: bücher.example~max_age: 1~              | 3 | not the name of an MX host or *. and a name: "bücher.example"
            version: STSv1~mode: Enforce~mx: a.example~max_age: 1~                   | 2 | mode has no valid value: "Enforce"
            version: STSv2~mode: enforce~mx: a.example~max_age: 1~                   | 1 | version has no valid value: "STSv2"
            Version: STSv1~mode: enforce~mx: a.example~max_age: 1~                   | 0 | there is no version
            version: STSv1~~mode: enforce~mx: a.example~max_age: 1~                  | 2 | the line is empty
            version: STSv1~mode: enforce~mx: a.example~max_age: 1~~                  | 5 | the line is empty
            version: STSv1~mode: enforce~mx~max_age: 1~                              | 3 | not a field and its value: "mx"
            version : STSv1~mode: enforce~mx: a.example~max_age: 1~                  | 1 | not a field and its value: "version : STSv1"
            version: STSv1~mode: enforce~mx: a.example~                              | 0 | there is no max_age
            version: STSv1~mode: enforce~mx: a.example~max_age: -1~                  | 4 | max_age has no valid value: "-1"
            """)
    @Tag("p12")
    @Tag("p14")
    @Tag("p16")
    @Tag("S-24")
    @Tag("S-25")
    void a_file_of_another_form_is_no_policy(String text, int line, String reason) {
        assertThat(read(text.replace("~", "\r\n")))
                .asInstanceOf(type(StsPolicyFile.Invalid.class))
                .satisfies(invalid -> {
                    assertThat(invalid.reason()).isEqualTo(reason);
                    assertThat(invalid.line()).isEqualTo(line);
                });
    }

    @Test
    @Tag("S-25")
    void a_byte_order_mark_and_an_empty_file_are_no_policy() {
        assertThat(read("\ufeff" + HEAD + "mx: a.example\r\n")).isInstanceOf(StsPolicyFile.Invalid.class);
        assertThat(read("")).isInstanceOf(StsPolicyFile.Invalid.class);
        assertThat(StsPolicyFile.of(new byte[] {'v', (byte) 0xff})).isInstanceOf(StsPolicyFile.Invalid.class);
    }

    @Test
    @Tag("S-25")
    void the_lines_are_kept_as_received() {
        assertThat(read(HEAD + "mx: a.example \r\nbad").lines())
                .containsExactly("version: STSv1", "mode: enforce", "max_age: 86400", "mx: a.example ", "bad");
    }

    @ParameterizedTest
    @CsvSource({
        "*.example.net, mx.example.net, true",
        "*.example.net, example.net, false",
        "*.example.net, a.b.example.net, false",
        "mx.example.net, mx.example.net, true",
        "MX.example.NET., mx.example.net, true",
        "mx.example.net, mx2.example.net, false",
        "*.example.net, mx.example.net.example.org, false"
    })
    @Tag("S-41")
    void a_wildcard_covers_one_label(String pattern, String host, boolean covered) {
        StsPolicy policy = valid(HEAD + "mx: " + pattern + "\r\n");

        assertThat(policy.covers(DomainName.parse(host))).isEqualTo(covered);
    }

    private static StsPolicy valid(String text) {
        return assertThat(read(text))
                .asInstanceOf(type(StsPolicyFile.Valid.class))
                .actual()
                .policy();
    }

    private static StsPolicyFile read(String text) {
        return StsPolicyFile.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
