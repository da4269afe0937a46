package org.danegate.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.Response;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.DnsSettings.Server;
import org.danegate.policy.Sha1Signatures;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeTree;
import org.danegate.practice.PracticeZone;
import org.danegate.practice.Signatures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The switch for SHA-1 signatures: vectors a01 to a07.
@Timeout(60)
class Sha1SignaturesTest {

    private final PracticeTree tree = new PracticeTree();
    private final AtomicReference<DnsSettings> settings = new AtomicReference<>();
    private final ValidatingLookup lookup =
            new ValidatingLookup(settings::get, InstantSource.system(), (warning, line) -> {});

    @TempDir
    Path folder;

    private PracticeDns dns;

    @BeforeEach
    void start() throws Exception {
        dns = PracticeDns.start(tree);
        Path anchor = folder.resolve("root.anchor");
        tree.writeTrustAnchor(anchor);
        Server server = new Server("127.0.0.1", dns.address().getPort(), 0);
        settings.set(new DnsSettings(List.of(server), List.of(), List.of(), false, null, anchor));
    }

    @AfterEach
    void stop() throws Exception {
        dns.close();
    }

    @ParameterizedTest(name = "{0}")
    @Tag("N-30")
    @Tag("N-32")
    @CsvSource({
        "a01, 7, 2, VALID, UNSUPPORTED, INSECURE",
        "a01 by algorithm 5, 5, 2, VALID, UNSUPPORTED, INSECURE",
        "a02, 7, 2, VALID, VALIDATED, SECURE",
        "a02 by algorithm 5, 5, 2, VALID, VALIDATED, SECURE",
        "a03, 7 13, 2, VALID, UNSUPPORTED, SECURE",
        "a04, 13, 1, VALID, UNSUPPORTED, INSECURE",
        "a04 validated, 13, 1, VALID, VALIDATED, SECURE",
        "a05, 13, 1 2, VALID, UNSUPPORTED, SECURE",
        "a06, 7, 2, BROKEN, VALIDATED, BOGUS",
        "a07, 7, 2, BROKEN, UNSUPPORTED, INSECURE",
        "both with SHA-1, 7, 1, VALID, VALIDATED, SECURE",
        "algorithm 8, 8, 2, VALID, UNSUPPORTED, SECURE",
    })
    void each_row(
            String row,
            String algorithms,
            String digests,
            Signatures form,
            Sha1Signatures sha1,
            SecurityStatus status) {
        zone(algorithms, digests).signatures("old.practice", "MX", form);
        settings.updateAndGet(now -> now.with(sha1));
        Answer<?> answer = lookup.mx(name("old.practice"));
        assertThat(answer.status()).as(answer.provenance().reason()).isEqualTo(status);
        assertThat(answer.provenance().response().onlySha1()).isEqualTo(status == SecurityStatus.INSECURE);
    }

    @Test
    @Tag("N-32")
    void an_unsupported_algorithm_is_said_in_words_also_when_the_keys_are_known() {
        zone("7", "2");
        for (Answer<?> answer : List.of(
                lookup.mx(name("old.practice")),
                lookup.a(name("mx.old.practice")),
                lookup.tlsa(name("_25._tcp.mx.old.practice")))) {
            Response response = answer.provenance().response();
            assertThat(response.reasonCode()).contains("ede-1");
            assertThat(response.onlySha1()).isTrue();
            assertThat(answer.provenance().reason())
                    .isEqualTo("not validated: old.practice is signed with SHA-1 only (RSASHA1-NSEC3-SHA1), and SHA-1"
                            + " signatures are set to unsupported");
        }
    }

    @Test
    @Tag("N-32")
    void an_unsupported_digest_has_words_of_its_own() {
        zone("13", "1");
        Answer<?> answer = lookup.mx(name("old.practice"));
        assertThat(answer.provenance().response().reasonCode()).contains("ede-2");
        assertThat(answer.provenance().reason())
                .isEqualTo("not validated: old.practice has DS records with SHA-1 digests only, and SHA-1 signatures"
                        + " are set to unsupported");
    }

    @Test
    @Tag("N-31")
    void a_commit_forgets_verdicts_and_keys_and_the_evidence_names_the_algorithm() {
        zone("7", "2");
        assertThat(lookup.mx(name("old.practice")).status()).isEqualTo(SecurityStatus.INSECURE);
        settings.updateAndGet(now -> now.with(Sha1Signatures.VALIDATED));
        Answer<?> answer = lookup.mx(name("old.practice"));
        assertThat(answer.status()).isEqualTo(SecurityStatus.SECURE);
        assertThat(answer.provenance().cached()).isFalse();
        assertThat(answer.provenance().signature().orElseThrow().algorithm()).isEqualTo("RSASHA1-NSEC3-SHA1");
        settings.updateAndGet(now -> now.with(Sha1Signatures.UNSUPPORTED));
        assertThat(lookup.mx(name("old.practice")).status()).isEqualTo(SecurityStatus.INSECURE);
    }

    @Test
    @Tag("N-32")
    void a_delegation_without_ds_below_such_a_zone_is_insecure_by_the_same_reason() {
        zone("7", "2");
        tree.zone("sub.old.practice").mx(10, "mx.sub.old.practice");
        Answer<?> answer = lookup.mx(name("sub.old.practice"));
        assertThat(answer.status()).isEqualTo(SecurityStatus.INSECURE);
    }

    private PracticeZone zone(String algorithms, String digests) {
        return tree.zone("old.practice")
                .mx(10, "mx.old.practice")
                .address("mx.old.practice", "127.25.0.1")
                .add("_25._tcp.mx.old.practice", "TLSA", "3 1 1 " + "ab".repeat(32))
                .algorithms(numbers(algorithms).mapToInt(Integer::intValue).toArray())
                .digests(numbers(digests).toArray(Integer[]::new));
    }

    private static java.util.stream.Stream<Integer> numbers(String text) {
        return Arrays.stream(text.split(" ")).map(Integer::valueOf);
    }

    private static DomainName name(String text) {
        return DomainName.parse(text);
    }
}
