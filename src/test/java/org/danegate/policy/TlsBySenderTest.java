package org.danegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.danegate.policy.file.PolicyDocument;
import org.danegate.policy.file.PolicyFile;
import org.danegate.wording.Fault;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which row of TLS by Sender applies, and what it does to a destination's settings.
class TlsBySenderTest {

    private static final String FILE = """
            tlsBySender:
              - { name: All, least: REQUIRED }
              - { name: Partner, recipient: '@partner.example', least: DANE_MANDATORY }
              - { name: Subs, sender: '@.corp.example', least: REQUIRED_VERIFY }
              - { name: Deep, sender: '@.eu.corp.example', least: REQUIRED }
              - { name: Corp, sender: '@Corp.Example', least: REQUIRED_VERIFY }
              - { name: Legal, sender: 'Legal@corp.example', least: REQUIRED_VERIFY_HOSTED_DOMAINS }
              - { name: Court, sender: 'legal@corp.example', recipient: '@.court.example', least: DANE_MANDATORY }
              - { name: Judge, sender: 'legal@corp.example', recipient: 'judge@one.court.example', least: REQUIRED }
            """;

    private final Policy policy = PolicyFile.read(FILE).policy();

    @Tag("T-01")
    @ParameterizedTest
    @CsvSource({
        "legal@corp.example,      a@b.example,             Legal",
        "LEGAL@CORP.EXAMPLE,      a@b.example,             Legal",
        "legal@corp.example,      a@one.court.example,     Court",
        "legal@corp.example,      a@two.one.court.example, Court",
        "legal@corp.example,      a@court.example,         Legal",
        "legal@corp.example,      Judge@One.Court.Example, Judge",
        "other@corp.example,      a@one.court.example,     Corp",
        "other@corp.example,      a@partner.example,       Corp",
        "a@de.corp.example,       a@b.example,             Subs",
        "a@x.eu.corp.example,     a@b.example,             Deep",
        "a@notcorp.example,       a@b.example,             All",
        "a@elsewhere.example,     a@partner.example,       Partner",
        "a@elsewhere.example,     a@sub.partner.example,   All",
        "'',                      a@partner.example,       Partner",
        "'',                      a@b.example,             All",
        "no address at all,       a@b.example,             All",
        "a@[192.0.2.1],           a@[192.0.2.2],           All",
    })
    void the_most_precise_sender_decides_then_the_most_precise_recipient(
            String sender, String recipient, String expected) {
        assertThat(policy.tlsRule(sender, recipient))
                .hasValueSatisfying(found -> assertThat(found.rule().name()).isEqualTo(expected));
    }

    @Test
    @Tag("T-03")
    void the_null_sender_matches_any_only() {
        Policy legal = PolicyFile.read("tlsBySender: [ { name: L, sender: '@corp.example', least: REQUIRED } ]")
                .policy();
        assertThat(legal.tlsRule("", "a@corp.example")).isEmpty();
        assertThat(legal.tlsRule("a@corp.example", "a@b.example")).isPresent();
        assertThat(Policy.defaults().tlsRule("a@corp.example", "a@b.example")).isEmpty();
    }

    @Tag("T-02")
    @ParameterizedTest
    @CsvSource({
        "NONE,                           NONE,          REQUIRED,                       REQUIRED,       NONE",
        "PREFERRED_VERIFY,               OPPORTUNISTIC, REQUIRED,                       REQUIRED,       OPPORTUNISTIC",
        "REQUIRED_VERIFY,                NONE,          REQUIRED,                       REQUIRED_VERIFY, NONE",
        "REQUIRED_VERIFY_HOSTED_DOMAINS, NONE,          REQUIRED_VERIFY,   REQUIRED_VERIFY_HOSTED_DOMAINS, NONE",
        "PREFERRED,                      MANDATORY,     REQUIRED_VERIFY,                REQUIRED_VERIFY, MANDATORY",
        "PREFERRED,                      OPPORTUNISTIC, DANE_MANDATORY,                 REQUIRED,       MANDATORY",
        "REQUIRED_VERIFY,                NONE,          DANE_MANDATORY,                 REQUIRED_VERIFY, MANDATORY",
    })
    void a_row_only_raises_tls_and_dane_each_for_itself(
            TlsSupport tls, DaneSupport dane, TlsRule.Least least, TlsSupport expectedTls, DaneSupport expectedDane) {
        DestinationProfile own =
                DestinationProfile.defaults().with(DestinationSetting.TLS, tls).with(DestinationSetting.DANE, dane);
        DestinationProfile raised = new TlsRule("One", AddressPattern.ANY, AddressPattern.ANY, least).over(own);
        assertThat(raised.tls()).isEqualTo(expectedTls);
        assertThat(raised.dane()).isEqualTo(expectedDane);
    }

    @Test
    @Tag("T-05")
    void the_words_name_the_row_by_its_number() {
        assertThat(policy.tlsRule("legal@corp.example", "a@b.example")
                        .orElseThrow()
                        .text())
                .isEqualTo("TLS required by sender rule 6 (Legal): Required - Verify Hosted Domains");
    }

    @Test
    void the_policy_file_keeps_the_rows() {
        assertThat(PolicyFile.read(PolicyDocument.yaml(policy)).policy()).isEqualTo(policy);
        assertThat(policy.tlsBySender().get(4).sender().text()).isEqualTo("@corp.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"corp.example", "@", "@.", "a@", "@a b", "*@corp.example"})
    void what_is_no_pattern_is_refused_in_its_line(String sender) {
        List<Fault> faults = PolicyFile.read(
                        "tlsBySender:\n  - name: One\n    sender: '" + sender + "'\n    least: REQUIRED\n")
                .faults();
        if (sender.startsWith("*")) {
            // An asterisk is a character of a local part like any other.
            assertThat(faults).isEmpty();
            return;
        }
        assertThat(faults).singleElement().satisfies(f -> {
            assertThat(f.field()).isEqualTo("tlsBySender[0].sender");
            assertThat(f.wording().code()).isEqualTo("policy.file.addresses");
        });
    }

    @Test
    void equal_pairs_and_equal_names_are_refused() {
        List<Fault> faults = PolicyFile.read("""
                tlsBySender:
                  - { name: One, sender: a@b.example, least: REQUIRED }
                  - { name: One, sender: A@B.example, recipient: any, least: DANE_MANDATORY }
                """).faults();
        assertThat(faults).extracting(Fault::field).containsExactly("tlsBySender[1].name", "tlsBySender[1].sender");
    }
}
