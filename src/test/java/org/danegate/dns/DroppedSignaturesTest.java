package org.danegate.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.MxRecord;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.DnsSettings;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeTree;
import org.danegate.practice.ResolverFaults;
import org.danegate.practice.Signatures;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A resolver that drops DNSSEC data is distinguished from a name that is bogus, and its answer remains available to
/// those to whom nothing was promised.
@Timeout(60)
class DroppedSignaturesTest {

    private static final DomainName DOMAIN = DomainName.parse("ok.practice");
    private static final DomainName HOST = DomainName.parse("mx.ok.practice");
    private static final DomainName ALIAS = DomainName.parse("alias.ok.practice");
    private static final DomainName NONE = DomainName.parse("none.ok.practice");

    private static final Map<String, Consumer<ResolverFaults>> DROPPERS = Map.of(
            "strips signatures", f -> f.stripSignatures(true),
            "has no EDNS", f -> f.withoutEdns(true),
            "answers FORMERR to EDNS", f -> f.formerrToEdns(true),
            "does not know DNSSEC's records",
                    f -> f.stripSignatures(true)
                            .refuse("", "DNSKEY")
                            .refuse("practice", "DS")
                            .refuse("practice", "DNSKEY")
                            .refuse("ok.practice", "DS")
                            .refuse("ok.practice", "DNSKEY"));

    @TempDir
    Path folder;

    private final PracticeTree tree = new PracticeTree();
    private PracticeDns dns;
    private PracticeDns other;

    @BeforeEach
    void start() throws Exception {
        tree.zone("ok.practice")
                .mx(10, "mx.ok.practice")
                .address("mx.ok.practice", "192.0.2.25")
                .cname("alias.ok.practice", "mx.ok.practice");
        dns = PracticeDns.start(tree);
        other = PracticeDns.start(tree);
        tree.writeTrustAnchor(folder.resolve("anchor"));
    }

    @AfterEach
    void stop() throws Exception {
        dns.close();
        other.close();
    }

    static Stream<String> droppers() {
        return DROPPERS.keySet().stream().sorted();
    }

    private ValidatingLookup through(PracticeDns... servers) {
        return through(null, servers);
    }

    private ValidatingLookup through(@Nullable Duration timeout, PracticeDns... servers) {
        DnsSettings settings = new DnsSettings(
                Stream.of(servers)
                        .map(s ->
                                new DnsSettings.Server("127.0.0.1", s.address().getPort(), 0))
                        .toList(),
                List.of(),
                List.of(),
                false,
                timeout,
                folder.resolve("anchor"));
        return new ValidatingLookup(() -> settings, InstantSource.system(), QueryLog.NONE);
    }

    private static <T> Answer<T> unproven(Answer<T> answer) {
        assertThat(answer.status()).isEqualTo(SecurityStatus.BOGUS);
        return answer.whereNothingIsPromised();
    }

    @ParameterizedTest
    @MethodSource("droppers")
    void what_a_dropping_resolver_said_is_at_hand_and_never_secure(String how) {
        DROPPERS.get(how).accept(dns.faults());
        ValidatingLookup lookup = through(dns);
        Answer<MxRecord> mx = lookup.mx(DOMAIN);
        assertThat(mx.provenance().reason())
                .contains("resolver 127.0.0.1:" + dns.address().getPort() + " drops DNSSEC data");
        assertThat(unproven(mx).status()).isEqualTo(SecurityStatus.INSECURE);
        assertThat(unproven(lookup.mx(DOMAIN))).as("the same from the cache").isInstanceOf(Answer.Found.class);
        Answer.Found<InetAddress> host = (Answer.Found<InetAddress>) unproven(lookup.a(ALIAS));
        assertThat(host.records()).extracting(InetAddress::getHostAddress).containsExactly("192.0.2.25");
        assertThat(host.expandedName()).isEqualTo(HOST);
        assertThat(host.secure()).isFalse();
        Answer.Denied<InetAddress> six = (Answer.Denied<InetAddress>) unproven(lookup.aaaa(HOST));
        assertThat(six.nameExists()).isTrue();
        Answer.Denied<MxRecord> none = (Answer.Denied<MxRecord>) unproven(lookup.mx(NONE));
        assertThat(none.nameExists()).isFalse();
        assertThat(none.secure()).isFalse();
    }

    @Test
    void a_bogus_name_through_a_resolver_that_passes_dnssec_has_nothing_to_go_by() {
        tree.zone("ok.practice").signatures("ok.practice", "MX", Signatures.BROKEN);
        assertThat(unproven(through(dns).mx(DOMAIN)).status()).isEqualTo(SecurityStatus.BOGUS);
        tree.zone("ok.practice").signatures("ok.practice", "MX", Signatures.MISSING);
        assertThat(unproven(through(dns).mx(DOMAIN)).status()).isEqualTo(SecurityStatus.BOGUS);
    }

    @Test
    void of_two_resolvers_the_one_that_passes_dnssec_has_the_say() {
        dns.faults().stripSignatures(true);
        assertThat(through(dns, other).mx(DOMAIN).status()).isEqualTo(SecurityStatus.SECURE);
        tree.zone("ok.practice").signatures("ok.practice", "MX", Signatures.BROKEN);
        assertThat(unproven(through(dns, other).mx(DOMAIN)).status()).isEqualTo(SecurityStatus.BOGUS);
        other.faults().servfail("ok.practice", "MX");
        assertThat(unproven(through(dns, other).mx(DOMAIN)).status())
                .as("it may know why it does not answer")
                .isEqualTo(SecurityStatus.BOGUS);
    }

    @ParameterizedTest
    @CsvSource({
        "'', DNSKEY, drop",
        "practice, DS, drop",
        "practice, DNSKEY, drop",
        "'', DNSKEY, refuse",
        "practice, DS, servfail"
    })
    void a_resolver_that_never_answers_the_first_questions_of_a_validation_drops_dnssec_data(
            String zone, String type, String how) {
        for (PracticeDns server : List.of(dns, other)) {
            switch (how) {
                case "drop" -> server.faults().drop(zone, type);
                case "refuse" -> server.faults().refuse(zone, type);
                default -> server.faults().servfail(zone, type);
            }
        }
        ValidatingLookup lookup = through(Duration.ofSeconds(2), dns, other);
        Answer<MxRecord> mx = lookup.mx(DOMAIN);
        assertThat(mx.provenance().reason()).containsPattern("^resolvers? 127.0.0.1:.* drops? DNSSEC data: ");
        assertThat(unproven(mx)).isInstanceOf(Answer.Found.class);
        assertThat(unproven(mx).status()).isEqualTo(SecurityStatus.INSECURE);
        assertThat(unproven(lookup.a(HOST)).status()).isEqualTo(SecurityStatus.INSECURE);
    }

    @Test
    void of_two_resolvers_one_that_answers_all_questions_is_enough() {
        dns.faults().drop("", "DNSKEY").drop("practice", "DS");
        assertThat(through(Duration.ofSeconds(2), dns, other).mx(DOMAIN).status())
                .isEqualTo(SecurityStatus.SECURE);
    }

    @ParameterizedTest
    @CsvSource({"ok.practice, DS", "ok.practice, DNSKEY", "ok.practice, MX"})
    void what_is_not_answered_for_one_domain_alone_stays_a_failure(String zone, String type) {
        dns.faults().drop(zone, type);
        Answer<MxRecord> mx = through(Duration.ofSeconds(2), dns).mx(DOMAIN);
        assertThat(mx.whereNothingIsPromised().status()).isEqualTo(SecurityStatus.FAILED);
    }

    @Test
    void a_failure_through_a_resolver_that_passes_dnssec_stays_a_failure() {
        dns.faults().servfail("ok.practice", "MX");
        assertThat(through(dns).mx(DOMAIN).whereNothingIsPromised().status()).isEqualTo(SecurityStatus.FAILED);
    }
}
