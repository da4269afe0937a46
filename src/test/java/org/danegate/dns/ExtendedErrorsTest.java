package org.danegate.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.danegate.address.DomainName;
import org.danegate.dns.answer.Answer;
import org.danegate.dns.answer.ExtendedError;
import org.danegate.dns.answer.Response;
import org.danegate.dns.answer.SecurityStatus;
import org.danegate.policy.DnsSettings;
import org.danegate.policy.DnsSettings.Server;
import org.danegate.practice.PracticeDns;
import org.danegate.practice.PracticeTree;
import org.danegate.practice.Signatures;
import org.danegate.practice.ZoneStyle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Rcode;

/// Extended errors (RFC 8914) explain a result and never change one.
@Timeout(60)
class ExtendedErrorsTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final PracticeTree tree = new PracticeTree(60, now::get);
    private final List<String> debug = new CopyOnWriteArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final AtomicReference<DnsSettings> settings = new AtomicReference<>();
    private final ValidatingLookup lookup =
            new ValidatingLookup(settings::get, now::get, (warning, line) -> (warning ? warnings : debug).add(line));

    @TempDir
    Path folder;

    private PracticeDns dns;
    private Path anchor;
    private String server;

    @BeforeEach
    void start() throws Exception {
        dns = PracticeDns.start(tree);
        anchor = folder.resolve("root.anchor");
        tree.writeTrustAnchor(anchor);
        server = "127.0.0.1:" + dns.address().getPort();
        settings.set(servers(dns));
        tree.zone("ok.practice").mx(10, "mx.ok.practice").address("mx.ok.practice", "127.25.0.1");
        tree.zone("plain.practice", ZoneStyle.UNSIGNED).address("mx.plain.practice", "127.25.0.3");
    }

    @AfterEach
    void stop() throws Exception {
        dns.close();
    }

    @Test
    @Tag("N-01")
    void a_failure_is_explained_with_code_name_text_server_and_question() {
        dns.faults().servfail("ok.practice", "MX").explain("ok.practice", "MX", 22, "all down");
        Answer<?> answer = lookup.mx(name("ok.practice"));
        assertThat(answer.status()).isEqualTo(SecurityStatus.FAILED);
        Response response = answer.provenance().response();
        assertThat(response.rcode()).isEqualTo("SERVFAIL");
        assertThat(response.errors()).contains(new ExtendedError(22, "all down", server, "ok.practice MX"));
        assertThat(response.reasonCode()).contains("ede-22");
        assertThat(answer.provenance().reason())
                .endsWith("; " + server + " says EDE 22 (No Reachable Authority): all down");
        assertThat(debug)
                .contains("DNS extended error from " + server
                        + " looking up ok.practice (MX): EDE 22 (No Reachable Authority): all down");
    }

    @Test
    @Tag("N-01")
    void several_errors_stay_with_the_answer_in_the_cache_and_come_with_noerror_too() {
        dns.faults().explain("ok.practice", "MX", 3, "").explain("ok.practice", "MX", 29, "made");
        lookup.mx(name("ok.practice"));
        Answer<?> again = lookup.mx(name("ok.practice"));
        assertThat(again.status()).isEqualTo(SecurityStatus.SECURE);
        assertThat(again.provenance().cached()).isTrue();
        assertThat(again.provenance().response().errors())
                .extracting(ExtendedError::words)
                .containsExactly("EDE 3 (Stale Answer)", "EDE 29 (Synthesized): made");
        assertThat(again.provenance().response().rcode()).isEqualTo("NOERROR");
    }

    @Test
    @Tag("N-01")
    void what_was_said_about_the_keys_is_part_of_the_lookup() {
        dns.faults().explain("ok.practice", "DNSKEY", 9, "");
        assertThat(lookup.mx(name("ok.practice")).provenance().response().errors())
                .containsExactly(new ExtendedError(9, "", server, "ok.practice DNSKEY"));
    }

    @ParameterizedTest
    @Tag("N-01")
    @CsvSource({"EXPIRED, ede-7", "NOT_YET_VALID, ede-8", "MISSING, ede-10", "BROKEN, ede-6"})
    void our_own_reason_is_said_in_the_same_words(Signatures fault, String code) {
        tree.zone("ok.practice").signatures("ok.practice", "MX", fault);
        Answer<?> answer = lookup.mx(name("ok.practice"));
        assertThat(answer.status()).isEqualTo(SecurityStatus.BOGUS);
        Response response = answer.provenance().response();
        assertThat(response.reasonCode()).contains(code);
        assertThat(response.errors().getFirst().server()).isNull();
        assertThat(response.errors().getFirst().sentence()).contains(", by our own validation of ok.practice MX");
    }

    /// The liar says the same of a good answer, a denied name, an unsigned one and one that cannot be resolved.
    @ParameterizedTest
    @Tag("N-02")
    @ValueSource(ints = {1, 3, 4, 6, 7, 9, 15, 16, 17, 18, 19, 22, 28, 4711})
    void a_lying_resolver_changes_nothing(int code) throws Exception {
        try (PracticeDns liar = PracticeDns.start(tree)) {
            liar.faults().servfail("broken.practice", "MX");
            dns.faults().servfail("broken.practice", "MX");
            for (String name :
                    List.of("ok.practice", "mx.ok.practice", "none.practice", "plain.practice", "broken.practice")) {
                liar.faults().explain(name, "ANY", code, "a lie");
            }
            List<String> honest = outcomes();
            settings.set(servers(liar));
            assertThat(outcomes()).isEqualTo(honest);
            assertThat(lookup.mx(name("ok.practice")).provenance().response().ofServers())
                    .isNotEmpty();
        }
    }

    private List<String> outcomes() {
        return List.of(
                outcome(lookup.mx(name("ok.practice"))),
                outcome(lookup.a(name("mx.ok.practice"))),
                outcome(lookup.mx(name("none.practice"))),
                outcome(lookup.aaaa(name("mx.plain.practice"))),
                outcome(lookup.mx(name("broken.practice"))));
    }

    private static String outcome(Answer<?> answer) {
        return answer.status() + " " + answer.provenance().ttl()
                + switch (answer) {
                    case Answer.Found<?> found -> " " + found.secure() + found.records();
                    case Answer.Denied<?> denied -> " " + denied.secure();
                    case Answer.Bogus<?> bogus -> "";
                    case Answer.Failed<?> failed -> " " + failed.failure();
                };
    }

    @Test
    @Tag("N-01")
    void a_resolver_that_blocks_by_its_own_policy_is_a_warning() {
        dns.faults().claim("ok.practice", "MX", Rcode.NXDOMAIN).explain("ok.practice", "MX", 15, "malware list");
        lookup.mx(name("ok.practice"));
        assertThat(warnings)
                .contains("DNS extended error from " + server
                        + " looking up ok.practice (MX): EDE 15 (Blocked): malware list");
    }

    @ParameterizedTest
    @Tag("N-03")
    @MethodSource("codes")
    void each_code_is_read_and_has_its_name(int code) {
        dns.faults().explain("ok.practice", "MX", code, "");
        ExtendedError error =
                lookup.mx(name("ok.practice")).provenance().response().errors().getFirst();
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.name().toUpperCase(Locale.ROOT).replace(' ', '_'))
                .isEqualTo(
                        code == 0 ? "OTHER" : ExtendedErrorCodeOption.text(code).toUpperCase(Locale.ROOT));
    }

    private static IntStream codes() {
        return IntStream.rangeClosed(0, 30);
    }

    @Test
    @Tag("N-01")
    void foreign_text_is_cut_and_harmless() {
        dns.faults().explain("ok.practice", "MX", 0, "a\r\nb\u202e" + "x".repeat(400) + "\0");
        ExtendedError error =
                lookup.mx(name("ok.practice")).provenance().response().errors().getFirst();
        assertThat(error.text()).startsWith("a??b?x").hasSizeLessThan(260);
        assertThat(new ExtendedError(0, "end\0", server, "x MX").text()).isEqualTo("end");
    }

    @Test
    @Tag("N-02")
    void an_attacker_can_bring_only_so_many() {
        for (int i = 0; i < 40; i++) {
            dns.faults().explain("ok.practice", "MX", i, "");
        }
        assertThat(lookup.mx(name("ok.practice")).provenance().response().errors())
                .hasSize(Response.MOST_ERRORS);
    }

    private DnsSettings servers(PracticeDns resolver) {
        return new DnsSettings(
                List.of(new Server("127.0.0.1", resolver.address().getPort(), 0)),
                List.of(),
                List.of(),
                false,
                null,
                anchor);
    }

    private static DomainName name(String text) {
        return DomainName.parse(text);
    }
}
