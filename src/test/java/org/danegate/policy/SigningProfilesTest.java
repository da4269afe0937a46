package org.danegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.policy.file.PolicyDocument;
import org.danegate.policy.file.PolicyFile;
import org.danegate.wording.Fault;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Signing profiles: which one is for a sender, and what a policy may say about them.
class SigningProfilesTest {

    private static final String PROFILE =
            "dkim: { profiles: [ { name: a, domain: example.com, selector: s1, key: k1, %s } ] }";
    private static final String FLOW = "\nmailFlowPolicies: [ { name: RELAYED, behavior: RELAY, dkimSigning: true } ]";

    @ParameterizedTest
    @CsvSource({
        "boss@example.com, example.com, person",
        "Boss@Example.COM, example.com, person",
        "ana@example.com, example.com, domain",
        "ana@a.example.com, a.example.com, subdomains",
        "ana@b.deep.example.com, b.deep.example.com, deep",
        "ana@example.org, example.org, own",
        "ana@sub.example.org, sub.example.org, ",
        "ana@off.example, off.example, "
    })
    @Tag("G-18")
    void the_most_precise_profile_signs(String address, String domain, String expected) {
        DkimSettings dkim = read("""
                dkim:
                  profiles:
                    - { name: subdomains, domain: example.com, selector: s1, key: k1, users: [ .example.com ] }
                    - { name: deep, domain: example.com, selector: s1, key: k1, users: [ .deep.example.com ] }
                    - { name: domain, domain: example.com, selector: s1, key: k1, users: [ example.com ] }
                    - { name: person, domain: example.com, selector: s1, key: k1, users: [ boss@example.com ] }
                    - { name: own, domain: example.org, selector: s1, key: k1 }
                    - { name: off, domain: off.example, selector: s1, key: k1, enabled: false }
                """).dkim();

        assertThat(dkim.profileFor(address, DomainName.parse(domain)).map(SigningProfile::name))
                .isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void a_policy_file_keeps_all_of_a_profile() {
        String text = """
                dkim:
                  signSystemMessages: false
                  sendUnsigned: true
                  profiles:
                    - name: a
                      enabled: false
                      domain: example.com
                      selector: s1
                      key: k1
                      secondSelector: ed1
                      secondKey: k2
                      nextSelector: s2.sub
                      nextKey: k3
                      nextFrom: 2027-01-31
                      headers: ALL
                      additionalHeaders: [ X-Priority ]
                      expirationDays: 30
                      users: [ boss@example.com, example.com, .example.com ]
                      convertTo7Bit: true
                      leaveSigned: true
                """;
        Policy policy = read(text);

        assertThat(PolicyFile.read(PolicyDocument.yaml(policy)).faults()).isEmpty();
        assertThat(read(PolicyDocument.yaml(policy))).isEqualTo(policy);
        assertThat(policy.dkim().profiles().getFirst().keys())
                .extracting(SigningProfile.SelectorKey::key)
                .containsExactly("k1", "k2", "k3");
        assertThat(PolicyValidation.validate(policy)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secondSelector: 'a b', secondKey: k | secondSelector | letters, digits and -",
                "secondSelector: s1, secondKey: k2 | secondSelector | belongs to key 'k1' already",
                "nextSelector: s2, nextKey: '../k', nextFrom: 2027-01-31 | nextKey | 1 to 64 letters",
                "expirationDays: 7 | expirationDays | must be 8 to 3650 days, not 7",
                "additionalHeaders: [ 'a:b' ] | additionalHeaders[0] | not the name of a header",
                "additionalHeaders: [ Received ] | additionalHeaders[0] | cannot be signed",
                "users: [ '@example.com' ] | users[0] | An address, a domain",
                "users: [ example.org ] | users[0] | DMARC never counts"
            })
    @Tag("G-18")
    void what_cannot_work_is_said_at_its_field(String part, String field, String text) {
        assertThat(found(PROFILE.formatted(part) + FLOW)).anySatisfy(fault -> {
            assertThat(fault.field()).isEqualTo("dkim.profiles[0]." + field);
            assertThat(fault.message()).contains(text);
        });
    }

    @Test
    void two_profiles_for_one_sender_are_refused_and_one_that_is_off_is_not() {
        String two = """
                dkim:
                  profiles:
                    - { name: a, domain: example.com, selector: s1, key: k1 }
                    - { name: b, domain: example.com, selector: s1, key: k1, users: [ Example.com ], enabled: %s }
                """;

        assertThat(errors(two.formatted(true))).containsExactly("dkim.profiles[1].users[0]");
        assertThat(errors(two.formatted(false))).isEmpty();
    }

    @Test
    @Tag("G-22")
    void only_relayed_mail_is_signed() {
        assertThat(errors("mailFlowPolicies: [ { name: A, behavior: ACCEPT, dkimSigning: true } ]"))
                .contains("mailFlowPolicies[0].dkimSigning");
        assertThat(found(PROFILE.formatted("enabled: true")))
                .anySatisfy(
                        advice -> assertThat(advice.says("policy.dkim.no-flow")).isTrue());
    }

    @Test
    void half_a_second_key_and_half_a_rotation_are_refused() {
        assertThat(PolicyFile.read(PROFILE.formatted("secondKey: k2")).faults())
                .extracting(Fault::field)
                .containsExactly("dkim.profiles[0].secondSelector");
        assertThat(PolicyFile.read(PROFILE.formatted("nextFrom: 2027-02-30")).faults())
                .extracting(Fault::field)
                .contains("dkim.profiles[0].nextFrom");
    }

    private static List<String> errors(String text) {
        return found(text).stream()
                .filter(Fault::isError)
                .map(Fault::field)
                .filter(field -> field.startsWith("dkim") || field.startsWith("mailFlow"))
                .toList();
    }

    private static List<Fault> found(String text) {
        PolicyFile.Reading reading = PolicyFile.read(text);
        return Stream.concat(reading.faults().stream(), reading.advice().stream())
                .toList();
    }

    private static Policy read(String text) {
        return PolicyFile.read(text).policy();
    }
}
